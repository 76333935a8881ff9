import { join } from 'node:path'
import { billingOf } from '../backends/billing.ts'
import type { Agent, Service, Team } from '../model/team.ts'
import { exists, readText, writeWhole } from '../system/files.ts'
import { VERSION } from './version.ts'

/** A team as it was read from a text; valid for that text and that version of this program only. */
interface Cached {
  readonly version: string
  readonly file: string
  readonly text: string
  readonly team: Team
}

/**
 * The team that this very text was read as before; null: it was not. To read it anew costs as much as half a start of
 * Node, which `agents status` cannot spare (bench/startup.ts).
 */
export function recallTeam(stateDir: string, file: string, text: string): Team | null {
  const kept = readText(cacheFile(stateDir))
  const cached = kept === null ? null : parse(kept)
  const isSame = cached?.version === VERSION && cached.file === file && cached.text === text
  return isSame ? cached.team : null
}

/** Keeps a team for the next command, if it has a state folder already. */
export function keepTeam(team: Team, text: string): void {
  const { stateDir } = team.watchdog
  if (!exists(stateDir)) return
  const cached: Cached = { version: VERSION, file: team.file, text, team: withoutSecrets(team) }
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

function parse(text: string): Cached | null {
  try {
    return JSON.parse(text) as Cached
  } catch {
    // Not written by us: as good as none.
    return null
  }
}

function cacheFile(stateDir: string): string {
  return join(stateDir, 'team.json')
}
