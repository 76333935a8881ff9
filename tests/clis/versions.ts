/** The agent CLIs that tests run, by the version that they are pinned to. Renew one: change its line, run the suite. */
export const CLIS = {
  claude: { npmPackage: '@anthropic-ai/claude-code', version: '2.1.329', program: 'claude' },
  codex: { npmPackage: '@openai/codex', version: '0.169.0', program: 'codex' },
  pi: { npmPackage: '@mariozechner/pi-coding-agent', version: '0.73.1', program: 'pi' },
  gemini: { npmPackage: '@google/gemini-cli', version: '0.61.0', program: 'gemini' },
  qwen: { npmPackage: '@qwen-code/qwen-code', version: '0.15.10', program: 'qwen' },
  opencode: { npmPackage: 'opencode-ai', version: '1.18.33', program: 'opencode' },
} as const

export type CliName = keyof typeof CLIS

/** What runs when nothing is asked for; the others are slow to start or large. */
const USUAL: readonly CliName[] = ['claude', 'codex', 'pi']

/**
 * The CLIs that AGENTS_TEST_CLIS asks for (`gemini,qwen`, or `all`); without it the usual three. Throws at a name that is
 * not known, so that a misspelt one is not a run without tests.
 */
export function wantedClis(asked: string | undefined = process.env.AGENTS_TEST_CLIS): CliName[] {
  if (!asked) return [...USUAL]
  const known = Object.keys(CLIS) as CliName[]
  if (asked === 'all') return known
  return asked.split(',').map((each) => {
    const name = known.find((one) => one === each.trim())
    if (!name) throw new Error(`AGENTS_TEST_CLIS names '${each}'. Known are ${known.join(', ')} and 'all'.`)
    return name
  })
}
