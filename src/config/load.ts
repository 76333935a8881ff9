import { parse, TomlError } from 'smol-toml'
import * as v from 'valibot'
import type { Team } from '../model/team.ts'
import { buildTeam } from './build.ts'
import { checkAgents } from './check-agents.ts'
import { checkLoop } from './check-loop.ts'
import { checkMembers } from './check-members.ts'
import { checkSettings } from './check-settings.ts'
import { checkVariables } from './check-variables.ts'
import { type Draft, folderOf } from './draft.ts'
import { complaintOf, pathOf } from './issues.ts'
import { without } from './partial.ts'
import { type Path, scanPositions } from './positions.ts'
import { type Complaint, locate, type Problem } from './problem.ts'
import { type TeamFile, teamFile } from './schema.ts'
import { shapeComplaints } from './shape.ts'
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
  const read = readKeys(raw.value)
  const complaints = [...read.complaints, ...crossComplaints(read.draft, raw.value, file, env)]
  if (complaints.length > 0)
    return { ok: false, problems: locate(complaints, file, toml, scanPositions(toml)) }
  return { ok: true, team: buildTeam(read.draft as TeamFile, file, env) }
}

type Raw = Readonly<Record<string, unknown>>

function parseToml(
  toml: string,
  file: string,
): { ok: true; value: Raw } | { ok: false; problems: Problem[] } {
  try {
    return { ok: true, value: parse(toml) }
  } catch (error) {
    return { ok: false, problems: [syntaxProblem(error, file)] }
  }
}

function syntaxProblem(error: unknown, file: string): Problem {
  // Beside its own error smol-toml can only run out of stack or memory, which has no place in the text.
  const { line, column } = error instanceof TomlError ? error : { line: 1, column: 1 }
  const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n')
  const mend = `mend the TOML here: ${reason.replace(/^Invalid TOML document: /, '')}`
  return { file, line, column, key: '', found: 'text that is no TOML', expected: 'valid TOML', mend }
}

/** Every key for itself: what is wrong, and the file without it. */
function readKeys(raw: Raw): { complaints: Complaint[]; draft: Draft['file'] } {
  const shape = shapeComplaints(teamFile, raw)
  const result = v.safeParse(teamFile, raw)
  const issues = result.issues ?? []
  const paths = [...issues.map(pathOf), ...shape.map(({ path }) => path)]
  const below = issues.filter((issue) => !shape.some(({ path }) => isBelow(pathOf(issue), path)))
  return {
    complaints: [...shape, ...below.map(complaintOf)],
    draft: without(result.output as TeamFile, paths) ?? {},
  }
}

function isBelow(path: Path, ancestor: Path): boolean {
  return ancestor.every((step, index) => path[index] === step)
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
