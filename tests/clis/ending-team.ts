import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROFILES } from '../../src/backends/list.ts'
import { type CliHome, openCliHome } from '../support/cli-home.ts'
import { git } from '../support/git-fixture.ts'
import { hold } from '../support/model-server/hold.ts'
import type { Reply } from '../support/model-server/rule.ts'
import { type ModelServer, startModelServer } from '../support/model-server/server.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { type Named, processesThatName } from './named-processes.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** How a CLI is started for each state: no words, or a prompt that the model answers so that it comes there. */
interface Manner {
  readonly args?: readonly string[]
  /** With leave to run commands, and without. */
  readonly free: readonly string[]
  /** null: it never asks leave. */
  readonly asking: readonly string[] | null
  /** What the model says so that leave is asked; default: it runs a command. */
  readonly ask?: Reply
  readonly askingEnv?: Readonly<Record<string, string>>
  /** What stands before the first prompt. */
  readonly prompt?: string
  readonly screens: { readonly idle: RegExp; readonly asks: RegExp }
}

const TOUCH = 'touch asked.txt'
const OUTSIDE = { sandbox_permissions: 'require_escalated', justification: 'It is a test.' }

const MANNERS: Readonly<Record<CliName, Manner>> = {
  claude: {
    free: ['--dangerously-skip-permissions'],
    asking: ['--permission-mode', 'default'],
    screens: { idle: /bypass permissions on/, asks: /Do you want to proceed\?/ },
  },
  codex: {
    args: ['--no-alt-screen'],
    free: ['--ask-for-approval', 'never', '--sandbox', 'danger-full-access'],
    asking: ['--ask-for-approval', 'on-request', '--sandbox', 'read-only'],
    // It asks leave for what the model wants to run outside its sandbox.
    ask: {
      toolCalls: [{ name: 'exec_command', input: { cmd: TOUCH, ...OUTSIDE } }],
    },
    screens: { idle: /^› /m, asks: /Would you like to run/ },
  },
  pi: { free: [], asking: null, screens: { idle: /tests-model/, asks: /(?!)/ } },
  gemini: {
    free: ['--yolo'],
    asking: ['--approval-mode', 'default'],
    prompt: '--prompt-interactive',
    screens: { idle: /Type your message/, asks: /Allow execution of/ },
  },
  qwen: {
    free: ['--yolo'],
    asking: ['--approval-mode', 'default'],
    prompt: '--prompt-interactive',
    screens: { idle: /Type your message/, asks: /Allow execution of/ },
  },
  opencode: {
    free: ['--auto'],
    asking: [],
    askingEnv: { OPENCODE_PERMISSION: '{"bash":"ask"}' },
    prompt: '--prompt',
    screens: { idle: /Ask anything/, asks: /Permission required/ },
  },
}

/** In the background, in a session of its own, and nothing of it is waited for. */
const SLEEP_SECONDS = 86_399
const BACKGROUND = `setsid sleep ${SLEEP_SECONDS} >/dev/null 2>&1 </dev/null & echo begun`

/** OpenCode computes for half a minute before it shows anything, when several begin at once. */
const STATE_TAKES_MS = 90_000

/** A team of one CLI in every state that its end may find it in, under a real watchdog. */
export interface EndingTeam {
  readonly team: TeamFixture
  readonly server: ModelServer
  readonly names: readonly string[]
  /** Waits until each agent is in the state that it is named after. */
  untilInState(): Promise<void>
  /** Every process of the machine that has to do with the team, however it got there. */
  left(): Named[]
  close(): Promise<void>
}

export interface EndingOptions {
  /** Arguments of the home that are left out. */
  readonly without?: readonly string[]
}

/** Lays the team out; start it with `team.start()`. */
export async function openEndingTeam(
  cli: CliName,
  { without = [] }: EndingOptions = {},
): Promise<EndingTeam> {
  const gate = hold(1)
  const server = await startModelServer([
    { when: /busy/, answer: { text: 'I think about it for long.', hold: gate } },
    { when: /asking/, answer: [MANNERS[cli].ask ?? { run: TOUCH }, 'It is done.'] },
    { when: /background/, answer: [{ text: 'I do.', run: BACKGROUND }, 'It sleeps now.'] },
  ])
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), `agents-ending-${cli}-`)))
  git(cwd, 'init', '--quiet', '--initial-branch=main')
  const home = openCliHome(cli, { url: server.url, cwd })
  const team = new TeamFixture()
  const manner = MANNERS[cli]
  const names = ['idle', 'busy', ...(manner.asking ? ['asking'] : []), 'background']
  team.config(configOf(cli, names, { home, cwd, without }))
  return {
    ...{ team, server, names },
    untilInState: () => untilInState(team, server, manner, names),
    left: () => processesThatName([team.folder, home.folder, cwd]),
    close: async () => {
      await team.close()
      for (const { pid } of processesThatName([team.folder, home.folder, cwd])) process.kill(pid, 'SIGKILL')
      await server.close()
      home.remove()
      rmSync(cwd, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

interface Place extends Required<EndingOptions> {
  readonly home: CliHome
  readonly cwd: string
}

function configOf(cli: CliName, names: readonly string[], place: Place): string {
  const manner = MANNERS[cli]
  const { home, cwd, without } = place
  return names
    .map((name) => {
      const isAsking = name === 'asking'
      const prompt = name === 'idle' ? [] : [...(manner.prompt ? [manner.prompt] : []), `Go ${name} now.`]
      const argv = [
        ...[programOf(cli), ...(manner.args ?? []), ...home.args.filter((word) => !without.includes(word))],
        ...(isAsking ? (manner.asking ?? []) : manner.free),
        ...prompt,
      ]
      const env = { ...home.env, ...(isAsking ? manner.askingEnv : {}) }
      const table = Object.entries(env).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
      return `
[backend.${name}]
profile = "${cli in PROFILES ? cli : 'shell'}"
command = ${JSON.stringify(argv)}
env = { ${table.join(', ')} }
[[agent]]
name = "${name}"
backend = "${name}"
cwd = ${JSON.stringify(cwd)}
watch = "heal"
`
    })
    .join('')
}

async function untilInState(
  team: TeamFixture,
  server: ModelServer,
  { screens }: Manner,
  names: readonly string[],
): Promise<void> {
  const screen = (name: string) => team.tmux('capture-pane', '-p', '-t', `=t-${name}:`)
  const isThere: Readonly<Record<string, () => boolean>> = {
    idle: () => screens.idle.test(screen('idle')),
    busy: () => server.exchanges.some(({ asked, outcome }) => /busy/.test(asked.text) && outcome === null),
    asking: () => screens.asks.test(screen('asking')),
    background: () => /It sleeps now/.test(screen('background')),
  }
  for (const name of names) {
    await team
      .until(
        `${name} is in its state`,
        () => team.member(name).run === 'running' && Boolean(isThere[name]?.()),
        STATE_TAKES_MS,
      )
      .catch((error: unknown) => {
        throw new Error(`${String(error)}\n${screen(name)}\n${server.summary()}`)
      })
  }
}
