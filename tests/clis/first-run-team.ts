import { join } from 'node:path'
import { PROFILES } from '../../src/backends/list.ts'
import { readScreen } from '../../src/backends/read-screen.ts'
import type { ProfileName } from '../../src/model/team.ts'
import { type ModelServer, startModelServer } from '../support/model-server/server.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { programOf } from './program.ts'

type Cli = Extract<ProfileName, 'claude' | 'codex' | 'gemini'>

const KEY = 'dummy-key-of-the-tests-0001'
const text = JSON.stringify

interface Address {
  readonly variable: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** How each CLI is led to the model server; nothing of it answers a question. */
const ADDRESS: Readonly<Record<Cli, (url: string) => Address>> = {
  claude: (url) => ({
    variable: 'CLAUDE_CONFIG_DIR',
    args: ['--dangerously-skip-permissions'],
    env: {
      ...{ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: KEY, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
      // As root it asks for this, and the product does not say it by itself.
      IS_SANDBOX: '1',
    },
  }),
  codex: (url) => ({
    variable: 'CODEX_HOME',
    args: [
      ...['--no-daemon', '--no-alt-screen', '--dangerously-bypass-approvals-and-sandbox'],
      ...['-c', 'model="gpt-5.4-codex"', '-c', 'model_provider="tests"'],
      ...[
        '-c',
        `model_providers={tests={name="tests",base_url=${text(`${url}/v1`)},wire_api="responses",env_key="TESTS_KEY"}}`,
      ],
    ],
    env: { TESTS_KEY: KEY },
  }),
  gemini: (url) => ({
    variable: 'GEMINI_CLI_HOME',
    args: ['--yolo', '--model', 'gemini-2.5-pro'],
    env: { GEMINI_API_KEY: KEY, GOOGLE_GEMINI_BASE_URL: url },
  }),
}

/** A team of one agent, which is a real CLI with an empty config folder. */
export interface FirstRunTeam {
  readonly team: TeamFixture
  /** Config folder of the CLI; not there before the start. */
  readonly folder: string
  /** The visible screen, from the top; '' before there is one. */
  screen(): string
  /** What the product reads on it. */
  state(): string
  close(): Promise<void>
}

export interface FirstRunOptions {
  /** Key of the backend table. */
  readonly firstRun?: 'team' | 'user' | 'none'
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the watchdog with such a team, and waits for nothing. */
export async function openFirstRunTeam(cli: Cli, options: FirstRunOptions = {}): Promise<FirstRunTeam> {
  const program = programOf(cli)
  const server: ModelServer = await startModelServer([])
  const team = new TeamFixture()
  const { variable, args, env } = ADDRESS[cli](server.url)
  const folder = join(team.folder, 'config of the team')
  const given = { ...env, ...NOTHING_LEAVES, [variable]: folder, ...options.env }
  team.config(`
    [backend.${cli}]
    command = ${text([program, ...args])}
    first_run = ${text(options.firstRun ?? 'team')}
    env = { ${Object.entries(given)
      .map(([name, value]) => `${name} = ${text(value)}`)
      .join(', ')} }
    [[agent]]
    name = "builder"
    kind = "persistent"
    backend = "${cli}"
  `)
  await team.start()
  const screen = () =>
    team.member('builder').pane ? team.tmux('capture-pane', '-p', '-t', '=t-builder:') : ''
  return {
    ...{ team, folder, screen },
    state: () =>
      readScreen(PROFILES[cli], { active: null, limit: null }, screen().split('\n'), Date.now()).state,
    close: async () => {
      await team.close()
      await server.close()
    },
  }
}

/** Whatever would leave the machine goes to a port of loopback where nobody listens. */
const NOTHING_LEAVES = {
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
}
