import type { Team } from '../model/team.ts'
import { buildTeam } from './build.ts'
import { checkAgents } from './check-agents.ts'
import { checkLoop } from './check-loop.ts'
import { checkMembers } from './check-members.ts'
import { checkSettings } from './check-settings.ts'
import { checkVariables } from './check-variables.ts'
import { type Draft, folderOf } from './draft.ts'
import { scanPositions } from './positions.ts'
import { type Complaint, locate, type Problem } from './problem.ts'
import { parseToml, type Raw, readKeys } from './read-toml.ts'
import { type TeamFile, teamFile } from './schema.ts'
import type { Environment } from './variables.ts'

export type Loaded =
  | { readonly ok: true; readonly team: Team }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads the text of an agents.toml. `file` is its real, absolute path (links resolved: the default socket is named after its folder);
 * `env` is what `${VAR}` is replaced from. Pure; never throws for any text; all problems at once, in the order of the file.
 */
export function loadTeam(text: string, file: string, env: Environment): Loaded {
  const toml = text.startsWith('\uFEFF') ? text.slice(1) : text
  const raw = parseToml(toml, file)
  if (!raw.ok) return raw
  const { complaints: own, draft = {} } = readKeys(teamFile, raw.value)
  const complaints = [...own, ...crossComplaints(draft, raw.value, file, env)]
  if (complaints.length > 0)
    return { ok: false, problems: locate(complaints, file, toml, scanPositions(toml)) }
  return { ok: true, team: buildTeam(draft as TeamFile, file, env) }
}

/** What keys ask of each other. */
function crossComplaints(file: Draft['file'], raw: Raw, path: string, env: Environment): Complaint[] {
  const draft = {
    file,
    folder: folderOf(path),
    env,
    agentNames: namesIn(raw.agent),
    serviceNames: namesIn(raw.service),
  }
  return [checkMembers, checkAgents, checkLoop, checkSettings, checkVariables].flatMap((check) =>
    check(draft),
  )
}

function namesIn(members: unknown): string[] {
  if (!Array.isArray(members)) return []
  return members.flatMap((member: { name?: unknown } | null) =>
    typeof member?.name === 'string' ? [member.name] : [],
  )
}
