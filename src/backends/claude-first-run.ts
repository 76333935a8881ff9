import { type FileAnswer, type FirstRun, type FirstRunAsk, hasOption, type RunAnswers } from './first-run.ts'

/** By which Claude Code knows a key that it was allowed to use: its last characters. */
const KEY_TAIL = 20
const BYPASS = '--dangerously-skip-permissions'
const CONSENT = 'skipDangerousModePermissionPrompt'

/** Claude Code 2.1.329: onboarding, key and trust stand in `.claude.json`, which no option replaces. */
export const claudeFirstRun: FirstRun = {
  variable: 'CLAUDE_CONFIG_DIR',
  below: '.claude',
  forRun,
  inFiles,
  refusal,
}

/** Its warning of the bypass mode is past when settings of the run say so. Of two `--settings` the last one alone counts. */
function forRun({ argv }: FirstRunAsk): RunAnswers {
  const answered = bypasses(argv) ? withSetting(argv, CONSENT) : null
  if (!answered) return { argv, env: {}, questions: [] }
  return { argv: answered, env: {}, questions: ['its permissions are bypassed on purpose'] }
}

/** null: its settings are in a file that is not ours, or are no JSON. */
function withSetting(argv: readonly string[], name: string): readonly string[] | null {
  const option = argv.lastIndexOf('--settings')
  if (hasOption(argv, '--settings') && option < 0) return null
  if (option < 0) return [...argv, '--settings', JSON.stringify({ [name]: true })]
  const settings = objectOf(argv[option + 1] ?? '')
  return settings && argv.with(option + 1, JSON.stringify({ ...settings, [name]: true }))
}

function objectOf(text: string): object | null {
  if (!text.startsWith('{')) return null
  try {
    return JSON.parse(text) as object
  } catch {
    return null // Claude Code tells that itself, in its own words
  }
}

function inFiles({ cwd, env }: FirstRunAsk): FileAnswer[] {
  const file = '.claude.json'
  const key = env.ANTHROPIC_API_KEY
  const trust = ['projects', cwd, 'hasTrustDialogAccepted']
  return [
    { question: 'its folder is trusted', reach: 'cwd', file, at: trust, value: true },
    {
      question: 'onboarding is done',
      reach: 'all',
      file,
      at: ['hasCompletedOnboarding'],
      value: true,
    },
    ...(key ? [keyAnswer(file, key)] : []),
  ]
}

function keyAnswer(file: string, key: string): FileAnswer {
  const at = ['customApiKeyResponses', 'approved']
  return { question: 'its API key may be used', reach: 'all', file, at, value: [key.slice(-KEY_TAIL)] }
}

/** It looks at these two variables alone, also in a container. Only for a launch line that is its own: a wrapper may change the user. */
function refusal({ argv, env, userId }: FirstRunAsk): string | null {
  const isOwn = argv[0]?.split('/').at(-1) === 'claude'
  const isSandbox = env.IS_SANDBOX === '1' || Boolean(env.CLAUDE_CODE_BUBBLEWRAP)
  if (userId !== 0 || !isOwn || !bypasses(argv) || isSandbox) return null
  const mend = 'start agents as another user; or, if this machine is a sandbox that may be lost, say so'
  return `Claude Code does not start as root with ${BYPASS}; ${mend}: env = { IS_SANDBOX = "1" }`
}

function bypasses(argv: readonly string[]): boolean {
  const mode = argv.indexOf('--permission-mode')
  return (
    hasOption(argv, BYPASS) ||
    argv.includes('--permission-mode=bypassPermissions') ||
    (mode >= 0 && argv[mode + 1] === 'bypassPermissions')
  )
}
