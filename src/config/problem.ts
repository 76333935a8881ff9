import { nearest } from './nearest.ts'
import { hasPath, keyText, type Path, positionOf, type Spot } from './positions.ts'

/** One thing wrong in agents.toml, for people and for `--json`. `line` and `column` count from 1 (UTF-16 units). */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Dotted path, e.g. `agent[2].watch`; empty for the file as a whole. */
  readonly key: string
  /** What stands there: a value as written, `unknown key`, or `missing`. */
  readonly found: string
  readonly expected: string
  /** The valid name that was most likely meant. */
  readonly nearest?: string
  /** What to do, as an order: `write 900 or "15m"`. */
  readonly mend: string
}

/** A problem before it has a place in the text. */
export interface Complaint {
  readonly path: Path
  readonly found: string
  readonly expected: string
  readonly nearest?: string
  readonly mend: string
}

/** What `found` says where no value stands. */
export const UNKNOWN_KEY = 'unknown key'
export const MISSING = 'missing'
export const NOT_YET = 'is not supported yet'

/** A name that is none of `names`; the mend asks for the nearest of them. */
export function unknownName(
  path: Path,
  found: string,
  word: string,
  what: string,
  names: readonly string[],
): Complaint {
  const near = nearest(word, names)
  const expected = names.length > 0 ? `${what}: ${names.join(', ')}` : `${what} (there is none)`
  return near === undefined
    ? { path, found, expected, mend: names.length > 0 ? 'use one of them' : 'remove it' }
    : { path, found, expected, nearest: near, mend: `did you mean "${near}"?` }
}

/** Complaints with their places, in the order of the file, each place and message once. */
export function locate(complaints: readonly Complaint[], file: string, text: string, root: Spot): Problem[] {
  const problems = complaints.map(({ path, ...rest }) => {
    const place = written(path, root)
    return { file, ...positionOf(place, text, root), key: keyText(place), ...rest }
  })
  const unique = new Map(
    problems.map((problem) => [`${problem.key}\n${problem.found}\n${problem.mend}`, problem]),
  )
  return [...unique.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}

/** A single name may stand for a list of one: then the key is its place. */
function written(path: Path, root: Spot): Path {
  return typeof path.at(-1) === 'number' && !hasPath(path, root) ? path.slice(0, -1) : path
}

/** A value as it may be shown: cut, on one line, and without the secrets of an environment or an address. */
export function show(value: unknown, path: Path = []): string {
  if (value === undefined) return MISSING
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (value instanceof Date) return 'a date'
  if (value !== null && typeof value === 'object') return 'a table'
  if (typeof value !== 'string') return isSecret(path) ? `a ${typeof value}` : String(value)
  return isSecret(path) ? 'a text' : JSON.stringify(cut(value.replace(/:\/\/[^@/\s]+@/, '://…@')))
}

function isSecret(path: Path): boolean {
  return path.some((key) => key === 'env' || key === 'webhook')
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
