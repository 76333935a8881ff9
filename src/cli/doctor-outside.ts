import type { Health } from '../backends/health.ts'
import { HEALTH } from '../backends/health-list.ts'
import { PROFILES } from '../backends/list.ts'
import type { Profile } from '../backends/profile.ts'
import { findProgram } from '../system/access.ts'
import { type Finding, finding } from './doctor-finding.ts'
import { lookAtLogin } from './doctor-login.ts'
import { placeHere } from './doctor-place.ts'
import { lookAtVersion } from './doctor-version.ts'

/**
 * Every agent CLI that is known and on PATH: version and login. What one would ask at its start depends on an agent's
 * folder and environment: that needs a team.
 */
export async function lookAtKnownClis(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const known = Object.values(PROFILES).flatMap((profile) => {
    const health = HEALTH[profile.name]
    const program = findProgram(profile.command[0] ?? '', environment.PATH ?? '', folder)
    return health ? [{ profile, health, program }] : []
  })
  const missing = known.filter(({ program }) => program === null).map(({ profile }) => profile.name)
  const found = known.map(({ profile, health, program }) =>
    program === null ? [] : lookAtCli(profile, health, { program, folder, environment }),
  )
  return [...onPath(known.length - missing.length, missing), ...(await Promise.all(found)).flat()]
}

function onPath(count: number, missing: readonly string[]): Finding[] {
  if (missing.length === 0) return []
  const seen = `not on PATH: ${missing.join(', ')}`
  return [finding(count > 0 ? 'ok' : 'warn', 'agent CLIs', seen, count > 0 ? '' : 'install one of them')]
}

async function lookAtCli(
  profile: Profile,
  health: Health,
  where: { program: string; folder: string; environment: Readonly<Record<string, string | undefined>> },
): Promise<Finding[]> {
  const { program, folder, environment } = where
  const place = placeHere(profile.command, folder, environment)
  const asked = { program, env: place.env, folder }
  return Promise.all([
    lookAtVersion(profile.name, profile, asked),
    lookAtLogin(profile.name, health, place, asked, environment),
  ])
}
