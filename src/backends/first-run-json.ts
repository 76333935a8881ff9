import type { FileAnswer } from './first-run.ts'

/** A JSON file with answers put in. `text` null: it has them all. */
export type Answered =
  | { readonly kind: 'merged'; readonly text: string | null; readonly missing: readonly FileAnswer[] }
  /** It is left as it is: why, for people. */
  | { readonly kind: 'unreadable'; readonly detail: string }

type Table = Record<string, unknown>

/** Puts answers into a JSON text, key by key; all else stays, in its order. null, or a blank text: there is no file yet. */
export function withAnswers(text: string | null, answers: readonly FileAnswer[]): Answered {
  const blank = text === null || text.trim() === ''
  const top = blank ? {} : parse(text)
  if (typeof top === 'string') return { kind: 'unreadable', detail: top }
  const missing: FileAnswer[] = []
  for (const answer of answers) {
    const found = put(top, answer)
    if (found === 'no table')
      return { kind: 'unreadable', detail: `${answer.at.slice(0, -1).join(' → ')} is no JSON object` }
    if (found === 'put') missing.push(answer)
  }
  if (missing.length === 0) return { kind: 'merged', text: null, missing }
  return { kind: 'merged', text: `${JSON.stringify(top, null, indentOf(text ?? ''))}\n`, missing }
}

/** The object of a text; a text: what is wrong with it. */
function parse(text: string): Table | string {
  try {
    const value: unknown = JSON.parse(text)
    return isTable(value) ? value : 'it is no JSON object'
  } catch (error) {
    return `it is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

function put(top: Table, { at, value }: FileAnswer): 'put' | 'there' | 'no table' {
  let table = top
  for (const key of at.slice(0, -1)) {
    // A folder may have any name, `__proto__` too: only the file's own keys count.
    const next = Object.hasOwn(table, key) ? table[key] : undefined
    if (next !== undefined && !isTable(next)) return 'no table'
    table = next ?? set(table, key, {})
  }
  const last = at.at(-1) ?? ''
  const standing = Object.hasOwn(table, last) ? table[last] : undefined
  if (isAnswered(standing, value)) return 'there'
  set(table, last, Array.isArray(value) && Array.isArray(standing) ? [...standing, ...value] : value)
  return 'put'
}

/** `false` and null are what CLIs write before anybody was asked; any other value was chosen. */
function isAnswered(standing: unknown, value: FileAnswer['value']): boolean {
  if (typeof value !== 'object')
    return standing !== undefined && standing !== null && (standing !== false || value === false)
  return Array.isArray(standing) && value.every((item) => standing.includes(item))
}

function set<T>(table: Table, key: string, value: T): T {
  Object.defineProperty(table, key, { value, enumerable: true, writable: true, configurable: true })
  return value
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The indent of its first line that has one; two spaces, as CLIs write them, when there is none. */
function indentOf(text: string): string {
  return /\n([ \t]+)/.exec(text)?.[1] ?? '  '
}
