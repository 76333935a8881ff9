import {
  asked,
  type Health,
  KEY_USE,
  type StartFinding,
  type StartPlace,
  TRUST,
  unreadable,
  valueAt,
} from './health.ts'

/** An approved key is known by so many characters of its end. */
const KEY_END = 20

const folderOf = ({ env, home }: StartPlace) => env.CLAUDE_CONFIG_DIR || `${home}/.claude`
/** It lies beside the folder of the home, and in a folder that was chosen. */
const stateFile = ({ env, home }: StartPlace) => `${env.CLAUDE_CONFIG_DIR || home}/.claude.json`

/** Claude Code 2.1.329. `claude auth status` makes a .claude.json where there is none. */
export const claudeHealth: Health = {
  keyVariables: () => [
    ...['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'],
    ...['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN'],
  ],
  loginArgs: ['auth', 'status'],
  loginNeeds: stateFile,
  loginFiles: (place) => [`${folderOf(place)}/.credentials.json`],
  loginMend: 'claude auth login',
  install: 'npm install -g @anthropic-ai/claude-code',
  findings: (place) => {
    const [statePath, settingsPath] = [stateFile(place), `${folderOf(place)}/settings.json`]
    const [state, settings] = [place.read(statePath, 'json'), place.read(settingsPath, 'json')]
    const broken = [
      ...(state.trouble ? [unreadable(statePath, state)] : []),
      ...(settings.trouble ? [unreadable(settingsPath, settings)] : []),
    ]
    if (broken.length > 0) return broken
    return [
      onboarding(state.fields),
      ...apiKey(place, state.fields),
      trust(place, state.fields),
      ...bypass(place, state.fields, settings.fields),
    ]
  },
}

type Fields = Readonly<Record<string, unknown>>

const ONBOARDING = { about: 'onboarding', question: 'onboarding is done' }
const BYPASS = { about: 'bypass mode', question: 'its permissions are bypassed on purpose' }
const BY_HAND = 'start it once by hand with the same env, and answer'

function onboarding(state: Fields): StartFinding {
  const words = ['done', 'not done: it asks for a theme and a login first'] as const
  return asked(ONBOARDING, valueAt(state, 'hasCompletedOnboarding') === true, words, BY_HAND)
}

/** Of an environment with a key it asks once whether to use it, with "No" chosen. */
function apiKey({ env }: StartPlace, state: Fields): StartFinding[] {
  const key = env.ANTHROPIC_API_KEY
  if (!key) return []
  const approved = valueAt(state, 'customApiKeyResponses', 'approved')
  const isApproved = Array.isArray(approved) && approved.includes(key.slice(-KEY_END))
  const words = [
    'ANTHROPIC_API_KEY is approved',
    'it asks whether to use ANTHROPIC_API_KEY, "No" chosen',
  ] as const
  return [asked(KEY_USE, isApproved, words, BY_HAND)]
}

function trust({ folders }: StartPlace, state: Fields): StartFinding {
  const trusted = folders.find(
    (folder) => valueAt(state, 'projects', folder, 'hasTrustDialogAccepted') === true,
  )
  const words = [`${trusted} is trusted`, `${folders[0]} is not trusted: it asks, "No, exit" chosen`] as const
  return asked(TRUST, trusted !== undefined, words, BY_HAND)
}

function bypass({ argv }: StartPlace, state: Fields, settings: Fields): StartFinding[] {
  const at = argv.indexOf('--permission-mode')
  const mode =
    at < 0 ? argv.find((word) => word.startsWith('--permission-mode='))?.split('=')[1] : argv[at + 1]
  if (!argv.includes('--dangerously-skip-permissions') && mode !== 'bypassPermissions') return []
  const isAccepted =
    valueAt(settings, 'skipDangerousModePermissionPrompt') === true ||
    valueAt(state, 'bypassPermissionsModeAccepted') === true
  return [asked(BYPASS, isAccepted, ['accepted', 'it warns first, "No, exit" chosen'], BY_HAND)]
}
