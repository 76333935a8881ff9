import { type Health, question, type StartFinding, type StartPlace, unreadable, valueAt } from './health.ts'
import { claudeHealth } from './health-claude.ts'
import { codexHealth } from './health-codex.ts'

/** Gemini CLI 0.61.0. */
const gemini: Health = {
  keyVariables: () => ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'],
  ...{ loginArgs: null, loginNeeds: () => null, loginMend: 'start gemini once by hand, and choose a login' },
  install: 'npm install -g @google/gemini-cli',
  loginFiles: ({ home }) => [`${home}/.gemini/oauth_creds.json`],
  findings: (place) => forkOfGemini(place, `${place.home}/.gemini`),
}

/** Qwen Code 0.15.10. */
const qwen: Health = {
  keyVariables: () => ['OPENAI_API_KEY', 'DASHSCOPE_API_KEY'],
  ...{ loginArgs: null, loginNeeds: () => null, loginMend: 'start qwen once by hand, and choose a login' },
  install: 'npm install -g @qwen-code/qwen-code',
  loginFiles: ({ home }) => [`${home}/.qwen/oauth_creds.json`],
  findings: (place) => forkOfGemini(place, `${place.home}/.qwen`),
}

function forkOfGemini({ folders, read }: StartPlace, folder: string): StartFinding[] {
  const path = `${folder}/settings.json`
  const settings = read(path, 'json')
  if (settings.trouble) return [unreadable(path, settings)]
  const chosen = valueAt(settings.fields, 'security', 'auth', 'selectedType')
  const login = question(
    'kind of login',
    typeof chosen === 'string',
    [String(chosen), 'none is chosen: it asks'],
    'start it once by hand with the same env, and choose one',
  )
  return [login, trust(folders, read, folder, settings.fields)]
}

/** Whether it asks depends on its own default, which was not seen: no answer is unknown. */
function trust(
  folders: readonly string[],
  read: StartPlace['read'],
  folder: string,
  settings: Readonly<Record<string, unknown>>,
): StartFinding {
  const about = 'folder trust'
  if (valueAt(settings, 'security', 'folderTrust', 'enabled') === false)
    return { about, state: 'ok', seen: 'it is not asked for', mend: '' }
  const list = read(`${folder}/trustedFolders.json`, 'json').fields
  const known = folders.find((one) => typeof list[one] === 'string')
  if (known) return { about, state: 'ok', seen: `${known}: ${list[known]}`, mend: '' }
  const mend = `"security": { "folderTrust": { "enabled": false } } in ${folder}/settings.json`
  return { about, state: 'unknown', seen: `nothing is said of ${folders[0]}; it may ask`, mend }
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
