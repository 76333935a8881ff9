import { billingOf } from '../backends/billing.ts'
import type { Agent, Service, Team } from '../model/team.ts'
import { exists, writeWhole } from '../system/files.ts'
import { type CachedTeam, cacheFile } from './team-cache.ts'
import { VERSION } from './version.ts'

/** Keeps a team for the next command, if it has a state folder already. */
export function keepTeam(team: Team, text: string): void {
  const { stateDir } = team.watchdog
  if (!exists(stateDir)) return
  const cached: CachedTeam = { version: VERSION, file: team.file, text, team: withoutSecrets(team) }
  try {
    writeWhole(cacheFile(stateDir), JSON.stringify(cached))
  } catch {
    // A full disk or a folder of another user: the next command only starts more slowly.
  }
}

/** Values of `${VAR}` stay out of the file; commands that need them read agents.toml itself. */
function withoutSecrets(team: Team): Team {
  return {
    ...team,
    agents: team.agents.map(
      (agent): Agent => ({
        ...agent,
        env: mailIn(agent),
        // The environment may tell how tokens are paid, so that is settled here.
        backend: { ...agent.backend, command: null, env: {}, billing: billingOf(agent) },
      }),
    ),
    services: team.services.map((service): Service => ({ ...service, command: [], env: {} })),
    notify: { ...team.notify, command: null, webhook: null },
  }
}

/** The one variable by which an agent is known: the address in its commits. */
function mailIn({ env }: Agent): Readonly<Record<string, string>> {
  return env.GIT_AUTHOR_EMAIL === undefined ? {} : { GIT_AUTHOR_EMAIL: env.GIT_AUTHOR_EMAIL }
}
