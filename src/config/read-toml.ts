import { parse, TomlError } from 'smol-toml'
import * as v from 'valibot'
import { complaintOf, pathOf } from './issues.ts'
import { type Partly, without } from './partial.ts'
import type { Path } from './positions.ts'
import type { Complaint, Problem } from './problem.ts'
import { shapeComplaints } from './shape.ts'

/** A file as TOML has it. */
export type Raw = Readonly<Record<string, unknown>>

/** The values of a TOML text, or the place where it is none. */
export function parseToml(
  toml: string,
  file: string,
): { readonly ok: true; readonly value: Raw } | { readonly ok: false; readonly problems: Problem[] } {
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
export function readKeys<S extends v.GenericSchema>(
  schema: S,
  raw: Raw,
): { complaints: Complaint[]; draft: Partly<v.InferOutput<S>> | undefined } {
  const shape = shapeComplaints(schema, raw)
  const result = v.safeParse(schema, raw)
  const issues = result.issues ?? []
  const paths = [...issues.map(pathOf), ...shape.map(({ path }) => path)]
  const below = issues.filter((issue) => !shape.some(({ path }) => isBelow(pathOf(issue), path)))
  return {
    complaints: [...shape, ...below.map(complaintOf)],
    draft: without(result.output as v.InferOutput<S>, paths),
  }
}

function isBelow(path: Path, ancestor: Path): boolean {
  return ancestor.every((step, index) => path[index] === step)
}
