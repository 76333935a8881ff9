import {
  asked,
  type Health,
  type StartFinding,
  type StartPlace,
  TRUST,
  unreadable,
  valueAt,
} from './health.ts'

const folderOf = ({ env, home }: StartPlace) => env.CODEX_HOME || `${home}/.codex`
const configFile = (place: StartPlace) => `${folderOf(place)}/config.toml`

/** Codex 0.169.0. */
export const codexHealth: Health = {
  // `codex login status` knows nothing of a provider with a key of its own.
  keyVariables: (place) => {
    const { fields } = place.read(configFile(place), 'toml')
    const provider = valueAt(fields, 'model_provider')
    const variable =
      typeof provider === 'string' ? valueAt(fields, 'model_providers', provider, 'env_key') : undefined
    return typeof variable === 'string' ? [variable] : []
  },
  loginArgs: ['login', 'status'],
  loginNeeds: () => null,
  loginFiles: (place) => [`${folderOf(place)}/auth.json`],
  loginMend: 'codex login',
  install: 'npm install -g @openai/codex',
  findings: (place) => {
    const path = configFile(place)
    const config = place.read(path, 'toml')
    if (config.trouble) return [unreadable(path, config)]
    return [trust(place, path, config.fields), nudge(path, config.fields), ...daemon(place)]
  },
}

type Fields = Readonly<Record<string, unknown>>

/** It asks whatever `--sandbox` and `--ask-for-approval` say. */
function trust({ folders }: StartPlace, path: string, config: Fields): StartFinding {
  const level = (folder: string) => valueAt(config, 'projects', folder, 'trust_level')
  const known = folders.find((folder) => typeof level(folder) === 'string')
  const [folder = ''] = folders
  const words = [`${known} is ${level(known ?? '')}`, `${folder} is not trusted: it asks`] as const
  const mend = `[projects.${JSON.stringify(folder)}] trust_level = "trusted" in ${path}`
  return asked(TRUST, known !== undefined, words, mend)
}

const NUDGE = { about: 'limit menu', question: 'a cheaper model is wanted near a limit' }

/** After a usage limit it offers a cheaper model, and Enter takes it. */
function nudge(path: string, config: Fields): StartFinding {
  const isHidden = valueAt(config, 'notice', 'hide_rate_limit_model_nudge') === true
  const words = ['hidden', 'at a usage limit it offers another model, that one chosen'] as const
  return asked(NUDGE, isHidden, words, `[notice] hide_rate_limit_model_nudge = true in ${path}`)
}

function daemon({ argv }: StartPlace): StartFinding[] {
  if (argv.includes('--no-daemon')) return []
  const seen = 'its turns run in a background server, which agents with the same CODEX_HOME share'
  const mend = 'add "--no-daemon" to its command in agents.toml'
  return [{ about: 'daemon', state: 'warn', seen, mend, question: '' }]
}
