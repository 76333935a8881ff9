import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { AGENT, type CliLaunch, CliTeam } from '../support/cli-team.ts'
import type { Rule } from '../support/model-server/rule.ts'
import { type Moment, OBEDIENT, Texting, unaccounted } from '../support/texting.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** One for each moment in a run of CI; the full count is asked for: `AGENTS_TEST_TEXTS=100 npm run test:clis -- sending`. */
const TEXTS = Number(process.env.AGENTS_TEST_TEXTS ?? 8)
const SEED = Number(process.env.AGENTS_TEST_SEED ?? 1)
/** A text and the answer to it take up to 6 s, a start of a run included. */
const DEADLINE_MS = 60_000 + TEXTS * 8_000

/** How a CLI is launched for texts: so that it asks for leave before it runs `touch`, if it can, and not before `sleep`. */
export type SendingLaunch = Pick<CliLaunch, 'args' | 'files'>

/** A team of one real CLI whose model does as the rules say. */
export function openSending(cli: CliName, launch: SendingLaunch, rules: readonly Rule[]): Promise<CliTeam> {
  return CliTeam.open({ ...launch, cli, program: programOf(cli) }, rules)
}

/** What holds for texts to every CLI. Each has a file of its own, so that two of them can run side by side. */
export function testTexts(cli: CliName, launch: SendingLaunch, moments: readonly Moment[]): void {
  testMoments(cli, launch, moments)
  testWords(cli, launch)
}

function testMoments(cli: CliName, launch: SendingLaunch, moments: readonly Moment[]): void {
  let team: CliTeam | undefined
  afterEach(() => team?.close())

  test(
    `texts at moments of chance are taken once or told to be lost; nothing is approved or broken off (seed ${SEED})`,
    async () => {
      team = await openSending(cli, launch, OBEDIENT)
      const texting = new Texting(team, { seed: SEED, texts: TEXTS, moments })
      await texting.run()
      const told = texting.told()
      if (process.env.AGENTS_TEST_TEXTS) console.log(`${cli}, seed ${SEED}: ${texting.figures()}`)
      expect(unaccounted(told)).toEqual([])
      expect(told.filter(({ state }) => state === 'failed')).toEqual([])
      expect(texting.brokenAnswers()).toEqual([])
      expect(texting.approved()).toEqual([])
    },
    DEADLINE_MS,
  )
}

function testWords(cli: CliName, launch: SendingLaunch): void {
  describe('in one run', () => {
    const pointer = /^Read (\S+) and follow it\. \[agents#1\]$/
    let team: CliTeam
    beforeAll(async () => {
      const read = ({ text }: { text: string }) => ({
        text: 'I read it.',
        run: `cat ${pointer.exec(text)?.[1]}`,
      })
      team = await openSending(cli, launch, [{ when: pointer, answer: read }])
    })
    afterAll(() => team?.close())

    test('a long text is read from its file, without a question', async () => {
      team.send(AGENT, `${'So it goes on. '.repeat(100)}\nThis is the end.\n`)
      const { asked } = await team.server.find((exchange) => exchange.asked.toolResult !== null)
      expect(asked.toolResult).toContain('This is the end.')
      const [message] = await team.untilSettled(AGENT)
      expect(message).toMatchObject({ state: 'accepted', tagged: true })
    })

    test('a text of ours that stands in the input box makes room for the next one', async () => {
      const [first] = team.messagesTo(AGENT)
      // As Escape gives it back, or as it stays behind when its submit keys were lost.
      team.press(AGENT, '-l', `${first?.line} [agents#1]`)
      await team.until('the box holds it', () => team.boxOf(AGENT)?.endsWith('[agents#1]') ?? false)
      team.send(AGENT, 'And this is new.')
      const messages = await team.untilSettled(AGENT, 2)
      expect(messages.map(({ state }) => state)).toEqual(['accepted', 'accepted'])
      await team.server.find(({ asked }) => asked.text === 'And this is new.')
    })

    test("a person's words in the input box stay, and the text waits", async () => {
      const typed = team.typings(AGENT)
      team.press(AGENT, '-l', 'half a thought')
      await team.until('the box holds it', () => team.boxOf(AGENT) === 'half a thought')
      team.send(AGENT, 'Wait for me.')
      await team.untilWithheld(AGENT, 'a draft is in its input box')
      expect([team.boxOf(AGENT), team.typings(AGENT)]).toEqual(['half a thought', typed])
    })
  })
}
