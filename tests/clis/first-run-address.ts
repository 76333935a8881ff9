import { PROFILES } from '../../src/backends/list.ts'
import { programOf } from './program.ts'

/** CLIs that ask anything at their first start, of those that have a profile. */
export const ASKING_CLIS = ['claude', 'codex', 'gemini'] as const
export type AskingCli = (typeof ASKING_CLIS)[number]

/** How a CLI is led to the model server; nothing of it answers a question. */
export interface Address {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const KEY = 'dummy-key-of-the-tests-0001'

/** Whatever would leave the machine goes to a port of loopback where nobody listens. */
const NOTHING_LEAVES = {
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
}

/** The profile's own launch line, with the program that the tests installed. */
export function commandOf(cli: AskingCli, { args }: Address): string[] {
  return [programOf(cli), ...PROFILES[cli].command.slice(1), ...args]
}

/** By CLI, from the base URL of the model server. */
export const ADDRESSES: Readonly<Record<AskingCli, (url: string) => Address>> = {
  claude: (url) => ({
    args: [],
    env: {
      ...{ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: KEY, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
      // Tests may run as root: then Claude Code wants to be told, and the product does not say so by itself.
      ...{ IS_SANDBOX: '1', ...NOTHING_LEAVES },
    },
  }),
  codex: (url) => ({
    args: [
      ...['-c', 'model="gpt-5.4-codex"', '-c', 'model_provider="tests"'],
      ...['-c', `model_providers={tests={${provider(url)}}}`],
    ],
    env: { TESTS_KEY: KEY, ...NOTHING_LEAVES },
  }),
  gemini: (url) => ({
    args: ['--model', 'gemini-2.5-pro'],
    env: { GEMINI_API_KEY: KEY, GOOGLE_GEMINI_BASE_URL: url, ...NOTHING_LEAVES },
  }),
}

function provider(url: string): string {
  return `name="tests",base_url=${JSON.stringify(`${url}/v1`)},wire_api="responses",env_key="TESTS_KEY"`
}
