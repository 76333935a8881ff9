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
import { claudeHealth } from './health-claude.ts'
import { codexHealth } from './health-codex.ts'

const geminiFolder = ({ env, home }: StartPlace) => `${env.GEMINI_CLI_HOME || home}/.gemini`

/** Gemini CLI 0.61.0. */
const gemini: Health = {
  keyVariables: () => ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'],
  ...{ loginArgs: null, loginNeeds: () => null, loginMend: 'start gemini once by hand, and choose a login' },
  install: 'npm install -g @google/gemini-cli',
  loginFiles: (place) => [`${geminiFolder(place)}/oauth_creds.json`],
  findings: (place) => forkOfGemini(place, geminiFolder(place), 'warn'),
}

/** Qwen Code 0.15.10. Whether it asks for trust by itself was not seen. */
const qwen: Health = {
  keyVariables: () => ['OPENAI_API_KEY', 'DASHSCOPE_API_KEY'],
  ...{ loginArgs: null, loginNeeds: () => null, loginMend: 'start qwen once by hand, and choose a login' },
  install: 'npm install -g @qwen-code/qwen-code',
  loginFiles: ({ home }) => [`${home}/.qwen/oauth_creds.json`],
  findings: (place) => forkOfGemini(place, `${place.home}/.qwen`, 'unknown'),
}

/** `unsaid`: what it means when its settings say nothing of trust. */
function forkOfGemini(place: StartPlace, folder: string, unsaid: 'warn' | 'unknown'): StartFinding[] {
  const path = `${folder}/settings.json`
  const settings = place.read(path, 'json')
  if (settings.trouble) return [unreadable(path, settings)]
  const chosen = valueAt(settings.fields, 'security', 'auth', 'selectedType')
  const kind = { about: 'kind of login', question: KEY_USE.question }
  const words = [String(chosen), 'none is chosen: it asks'] as const
  const login = asked(
    kind,
    typeof chosen === 'string',
    words,
    'start it once by hand with the same env, and choose one',
  )
  const trust = trustOf(place, folder, settings.fields)
  return [login, trust.state === 'ok' ? trust : { ...trust, state: unsaid }]
}

function trustOf(
  { folders, read, env }: StartPlace,
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): StartFinding {
  const list = read(`${folder}/trustedFolders.json`, 'json').fields
  const known = folders.find((one) => typeof list[one] === 'string')
  const isOff = valueAt(settings, 'security', 'folderTrust', 'enabled') === false
  const isAnswered = isOff || known !== undefined || env.GEMINI_CLI_TRUST_WORKSPACE === 'true'
  const words = [
    known ? `${known}: ${list[known]}` : 'it is not asked for',
    `nothing is said of ${folders[0]}: it asks`,
  ] as const
  return asked(
    TRUST,
    isAnswered,
    words,
    `"security": { "folderTrust": { "enabled": false } } in ${folder}/settings.json`,
  )
}

/** OpenCode 1.18.33: it asks nothing at its first start. */
const opencode: Health = {
  keyVariables: () => ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENROUTER_API_KEY', 'OPENCODE_API_KEY'],
  ...{ loginArgs: null, loginNeeds: () => null, loginMend: 'opencode auth login', findings: () => [] },
  install: 'npm install -g opencode-ai',
  loginFiles: ({ env, home }) => [`${env.XDG_DATA_HOME || `${home}/.local/share`}/opencode/auth.json`],
}

/** pi 0.73.1: it asks nothing, and a provider in models.json brings its key. */
const pi: Health = {
  keyVariables: () => ['ANTHROPIC_API_KEY', 'ANTHROPIC_OAUTH_TOKEN', 'OPENAI_API_KEY', 'GEMINI_API_KEY'],
  ...{
    loginArgs: null,
    loginNeeds: () => null,
    loginMend: 'start pi once by hand: /login',
    findings: () => [],
  },
  install: 'npm install -g @mariozechner/pi-coding-agent',
  loginFiles: ({ env, home }) => {
    const folder = env.PI_CODING_AGENT_DIR || `${home}/.pi/agent`
    return [`${folder}/auth.json`, `${folder}/models.json`]
  },
}

/** By the profile's name; a profile without one is looked at no further than its version. */
export const HEALTH: Readonly<Record<string, Health | undefined>> = {
  ...{ claude: claudeHealth, codex: codexHealth },
  ...{ gemini, qwen, opencode, pi },
}
