import { PROFILES } from '../../src/backends/list.ts'
import { type CliLaunch, CliTeam } from '../support/cli-team.ts'
import { hold } from '../support/model-server/hold.ts'
import type { Reply } from '../support/model-server/rule.ts'
import { type Named, processesThatName } from './named-processes.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** How a CLI is started for each state: no words, or a prompt that the model answers so that it comes there. */
interface Manner {
  /** With leave to run commands; default: the profile's own options. */
  readonly free?: readonly string[]
  /** Without; null: it never asks leave. */
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
    asking: ['--permission-mode', 'default'],
    screens: { idle: /bypass permissions on/, asks: /Do you want to proceed\?/ },
  },
  codex: {
    asking: ['--no-alt-screen', '--ask-for-approval', 'on-request', '--sandbox', 'read-only'],
    // It asks leave for what the model wants to run outside its sandbox.
    ask: {
      toolCalls: [{ name: 'exec_command', input: { cmd: TOUCH, ...OUTSIDE } }],
    },
    screens: { idle: /^› /m, asks: /Would you like to run/ },
  },
  pi: { asking: null, screens: { idle: /tests-model/, asks: /(?!)/ } },
  gemini: {
    asking: ['--approval-mode', 'default'],
    prompt: '--prompt-interactive',
    screens: { idle: /Type your message/, asks: /Allow execution of/ },
  },
  qwen: {
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
  readonly team: CliTeam
  readonly names: readonly string[]
  /** Waits until each agent is in the state that it is named after. */
  untilInState(): Promise<void>
  /** Every process of the machine that has to do with the team, however it got there. */
  left(): Named[]
  close(): Promise<void>
}

/** Lays the team out, with one home for all; start it with `team.start()`. */
export async function openEndingTeam(
  cli: CliName,
  more: Pick<CliLaunch, 'without' | 'backend'> = {},
): Promise<EndingTeam> {
  const manner = MANNERS[cli]
  const names = ['idle', 'busy', ...(manner.asking ? ['asking'] : []), 'background']
  const launches = names.map((name) => [name, { ...more, ...launchFor(cli, name) }] as const)
  const team = await CliTeam.lay(Object.fromEntries(launches), {
    oneHome: true,
    rules: [
      { when: /busy/, answer: { text: 'I think about it for long.', hold: hold(1) } },
      { when: /asking/, answer: [manner.ask ?? { run: TOUCH }, 'It is done.'] },
      { when: /background/, answer: [{ text: 'I do.', run: BACKGROUND }, 'It sleeps now.'] },
    ],
  })
  const folders = [team.folder, ...Object.values(team.homes).map(({ folder }) => folder)]
  const left = () => processesThatName(folders)
  return {
    ...{ team, names, left },
    untilInState: () => untilInState(team, manner, names),
    close: async () => {
      for (const { pid } of left()) process.kill(pid, 'SIGKILL')
      await team.close()
    },
  }
}

function launchFor(cli: CliName, name: string): CliLaunch {
  const { free, asking, askingEnv = {}, prompt } = MANNERS[cli]
  const isAsking = name === 'asking'
  const options = (isAsking ? asking : free) ?? PROFILES[cli].command.slice(1)
  const words = name === 'idle' ? [] : [...(prompt ? [prompt] : []), `Go ${name} now.`]
  return {
    ...{ cli, program: programOf(cli), env: isAsking ? askingEnv : {} },
    args: [...options, ...words],
  }
}

async function untilInState(team: CliTeam, { screens }: Manner, names: readonly string[]): Promise<void> {
  const { server } = team
  const isThere: Readonly<Record<string, () => boolean>> = {
    idle: () => screens.idle.test(team.screen('idle')),
    busy: () => server.exchanges.some(({ asked, outcome }) => /busy/.test(asked.text) && outcome === null),
    asking: () => screens.asks.test(team.screen('asking')),
    background: () => /It sleeps now/.test(team.screen('background')),
  }
  for (const name of names) {
    await team
      .until(
        `${name} is in its state`,
        () => team.member(name).run === 'running' && Boolean(isThere[name]?.()),
        STATE_TAKES_MS,
      )
      .catch((error: unknown) => {
        throw new Error(`${String(error)}\n${team.screen(name)}\n${server.summary()}`)
      })
  }
}
