import { afterEach, expect, test } from 'vitest'
import { PROFILES } from '../../src/backends/list.ts'
import { AGENT, type CliLaunch, CliTeam } from '../support/cli-team.ts'
import { MOMENTS, OBEDIENT, Texting, unaccounted } from '../support/texting.ts'
import { clisOfThisRun, programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** One for each moment in a run of CI; the full count is asked for: `AGENTS_TEST_TEXTS=100 npm run test:clis -- sending`. */
const TEXTS = Number(process.env.AGENTS_TEST_TEXTS ?? 8)
const SEED = Number(process.env.AGENTS_TEST_SEED ?? 1)
/** A text and the answer to it take up to 6 s, a start of a run included. */
const DEADLINE_MS = 60_000 + TEXTS * 8_000

/** How each is launched so that it asks for leave before it runs `touch`, if it can, and does not before `sleep`. */
const LAUNCHES: Partial<Record<CliName, Omit<CliLaunch, 'cli' | 'program'>>> = {
  pi: { args: [] },
  gemini: { args: ['--yolo'] },
  claude: { args: ['--permission-mode', 'default', '--allowedTools', 'Bash(sleep:*)'] },
  codex: {
    args: ['--no-alt-screen', '--ask-for-approval', 'on-request', '--sandbox', 'danger-full-access'],
    files: { '.codex/rules/default.rules': 'prefix_rule(pattern=["touch"], decision="prompt")\n' },
  },
}

/** Pi never asks for leave, Gemini does so for every command or none. */
const momentsOf = (name: CliName) =>
  ['claude', 'codex'].includes(name) ? MOMENTS : MOMENTS.filter((moment) => moment !== 'asking')

const names = clisOfThisRun().filter((name) => LAUNCHES[name] && name in PROFILES)
const launchOf = (cli: CliName): CliLaunch => ({
  args: [],
  ...LAUNCHES[cli],
  ...{ cli, program: programOf(cli) },
})

let team: CliTeam | undefined
afterEach(() => team?.close())

test.each(names)(
  `texts for %s at moments of chance are taken once or told to be lost; nothing is approved or broken off (seed ${SEED})`,
  async (name) => {
    team = await CliTeam.open(launchOf(name), OBEDIENT)
    const texting = new Texting(team, { seed: SEED, texts: TEXTS, moments: momentsOf(name) })
    await texting.run()
    const told = texting.told()
    expect(unaccounted(told)).toEqual([])
    expect(told.filter(({ state }) => state === 'failed')).toEqual([])
    expect(texting.brokenAnswers()).toEqual([])
    expect(texting.approved()).toEqual([])
  },
  DEADLINE_MS,
)

test.each(names)('a long text for %s is read from its file, without a question', async (name) => {
  const pointer = /^Read (\S+) and follow it\. \[agents#1\]$/
  team = await CliTeam.open(launchOf(name), [
    { when: pointer, answer: ({ text }) => ({ text: 'I read it.', run: `cat ${pointer.exec(text)?.[1]}` }) },
  ])
  team.send(AGENT, `${'So it goes on. '.repeat(100)}\nThis is the end.\n`)
  const { asked } = await team.server.find((exchange) => exchange.asked.toolResult !== null)
  expect(asked.toolResult).toContain('This is the end.')
  const [message] = await team.untilSettled(AGENT)
  expect(message).toMatchObject({ state: 'accepted', tagged: true })
})
