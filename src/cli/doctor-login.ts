import type { Health, StartPlace } from '../backends/health.ts'
import { exists } from '../system/files.ts'
import { run } from '../system/run.ts'
import { type Finding, finding } from './doctor-finding.ts'

/** How a CLI is asked. */
export interface Asked {
  readonly program: string
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
}

const LOGIN_TAKES_MS = 10_000

/**
 * Whether a CLI has a login: by a key in its environment, by its own word, by a file that is there and not empty. Variables and files are
 * named; what they hold is never shown.
 */
export async function lookAtLogin(
  name: string,
  health: Health,
  place: StartPlace,
  asked: Asked,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding> {
  const about = `${name}: login`
  const wanted = health.keyVariables(place)
  const key = wanted.find((variable) => place.env[variable])
  if (key !== undefined) return finding('ok', about, `by ${key} in its env`)
  const stray = wanted.find((variable) => environment[variable])
  const mend =
    stray === undefined
      ? health.loginMend
      : `env = { ${stray} = "\${${stray}}" } in agents.toml; or ${health.loginMend}`
  const here = stray === undefined ? '' : `; ${stray} of this shell is not handed on`
  const answer = await askLogin(health, place, asked)
  if (answer === 'yes') return finding('ok', about, 'it says that it is logged in')
  if (answer === 'no') return finding('fail', about, `it is not logged in${here}`, mend)
  const file = health.loginFiles(place).find((path) => holdsSomething(place, path))
  if (file !== undefined) return finding('ok', about, `${file} is there; not asked whether it is still good`)
  const names = health.loginFiles(place).join(', ')
  return finding('unknown', about, `no key that is known in its env, and no ${names}${here}`, mend)
}

/** pi 0.73.1 makes an empty one at every start. */
function holdsSomething(place: StartPlace, path: string): boolean {
  const { isThere, trouble, fields } = place.read(path, 'json')
  return isThere && (trouble !== null || Object.keys(fields).length > 0)
}

async function askLogin(
  { loginArgs, loginNeeds }: Health,
  place: StartPlace,
  { program, env, folder }: Asked,
): Promise<'yes' | 'no' | 'no answer'> {
  if (loginArgs === null) return 'no answer'
  const needs = loginNeeds(place)
  if (needs !== null && !exists(needs)) return 'no'
  const told = await run([program, ...loginArgs], { env, cwd: folder, deadlineMs: LOGIN_TAKES_MS })
  if (told.timedOut || told.code === null) return 'no answer'
  return told.code === 0 ? 'yes' : 'no'
}
