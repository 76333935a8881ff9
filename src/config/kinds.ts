import * as v from 'valibot'
import { formatDuration, parseDurationMs } from '../model/time.ts'
import { compileLinear } from '../system/pattern.ts'

/** What docs and the JSON Schema say about a key; `type` is its short name, `json` the schema's own words for it. */
export interface About {
  readonly about?: string
  /** The default in words, where it is no fixed value. */
  readonly unset?: string
  readonly type?: string
  readonly json?: Readonly<Record<string, unknown>>
}

/** A test on a value of the right type; `fault` gives the mend, or null when the value is right. */
export function must<T>(expected: string, fault: (value: T) => string | null): v.RawCheckAction<T> {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    const mend = dataset.typed ? fault(dataset.value) : null
    if (mend !== null) addIssue({ expected, message: mend })
  })
}

/** Shorthand for a test with one fixed mend. */
function holds<T>(expected: string, mend: string, test: (value: T) => boolean): v.RawCheckAction<T> {
  return must(expected, (value) => (test(value) ? null : mend))
}

function about<T>(words: About): v.MetadataAction<T, Record<string, unknown>> {
  return v.metadata({ ...words })
}

const MS_PER_DAY = 86_400_000
/** More than a year is a slip of the pen; the bound also keeps sums of milliseconds exact. */
const MAX_DURATION_MS = 366 * MS_PER_DAY

/** Seconds or text like "2h30m"; milliseconds come out. */
export function duration(minMs: number, maxMs: number = MAX_DURATION_MS) {
  const span = `a duration from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`
  return v.pipe(
    v.union([v.number(), v.string()]),
    must<number | string>(span, (value) => {
      const ms = parseDurationMs(value)
      if (ms === null) return 'write seconds as in 900, or text as in "15m" or "2h30m"'
      return ms >= minMs && ms <= maxMs ? null : 'choose a value in that range'
    }),
    v.transform((value) => parseDurationMs(value) ?? 0),
    about({ type: 'duration', json: { type: ['number', 'string'], pattern: DURATION_PATTERN } }),
  )
}

const DURATION_PATTERN = '^(\\d+(\\.\\d+)?|(\\d+(\\.\\d+)?(ms|s|m|h|d))+)$'

/** A whole number in a range. */
export function count(min: number, max: number) {
  return v.pipe(
    v.number(),
    holds<number>(`a whole number from ${min} to ${max}`, 'choose a number in that range', (value) => {
      return Number.isInteger(value) && value >= min && value <= max
    }),
    about({ type: 'whole number', json: { type: 'integer', minimum: min, maximum: max } }),
  )
}

/** Text that is not empty and has no NUL byte, which no program can be given. */
export const text = v.pipe(
  v.string(),
  holds<string>('text', 'write some text, without a NUL character', isUsable),
  about({ type: 'text', json: { type: 'string', minLength: 1 } }),
)

/** A value of an environment variable: it may be empty. */
export const envValue = v.pipe(
  v.string(),
  holds<string>('text without a NUL character', 'remove the NUL character', (value) => !value.includes('\0')),
  about({ type: 'text', json: { type: 'string' } }),
)

function isUsable(value: string): boolean {
  return value !== '' && !value.includes('\0')
}

/** Text that passes a test of its own, e.g. a branch name. */
export function textThat(
  type: string,
  expected: string,
  mend: string,
  test: (value: string) => boolean,
  json: object = {},
) {
  return v.pipe(
    v.string(),
    holds(expected, mend, test),
    about({ type, json: { type: 'string', minLength: 1, ...json } }),
  )
}

/** A path, relative to the folder of agents.toml or absolute. */
export const path = textThat(
  'path',
  'a path, relative to agents.toml or absolute',
  'write the path itself; ~ is not replaced',
  (value) => isUsable(value) && !isHome(value),
)

/** No shell reads this file, so `~` would be a folder of that name. */
export function isHome(value: string): boolean {
  return /^~[^/]*(\/|$)/.test(value)
}

/** One of a few words. */
export function choice<const T extends readonly string[]>(words: T) {
  return v.pipe(v.picklist(words), about({ type: words.map((word) => `"${word}"`).join(' or ') }))
}

/** One item or a list of items; a list comes out. */
export function oneOrMore<T>(item: v.GenericSchema<T & string, T>, type: string) {
  const list = v.array(item)
  return v.pipe(
    v.lazy((input) => (Array.isArray(input) ? list : item) as v.GenericSchema<unknown, T | T[]>),
    v.transform((value): T[] => (Array.isArray(value) ? value : [value])),
    about({
      type,
      json: {
        anyOf: [
          { type: 'string', minLength: 1 },
          { type: 'array', items: { type: 'string', minLength: 1 } },
        ],
      },
    }),
  )
}

/** A program and its arguments. */
export const command = v.pipe(
  v.array(text),
  holds<string[]>(
    'a program and its arguments',
    'write ["program", "argument"]',
    (words) => words.length > 0,
  ),
  about({
    type: 'list of texts',
    json: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  }),
)

/** Patterns that are right and linear at sight, the defaults among them: no need to load the compiler for them. */
const PLAIN_WORDS = /^\^?[\w :,-]+\$?$/

/** A regular expression that runs in linear time (see system/pattern.ts); it is tried on one line at a time. */
export const pattern = v.pipe(
  v.string(),
  must<string>('a regular expression that runs in linear time', (source) => {
    if (source === '') return 'write a pattern: an empty one matches everything'
    if (PLAIN_WORDS.test(source)) return null
    const compiled = compileLinear(source)
    return compiled instanceof RegExp ? null : `${compiled.mend} (${compiled.error})`
  }),
  v.metadata({ type: 'pattern', json: { type: 'string', minLength: 1, format: 'regex' } }),
)

/** `COLSxROWS` of a detached window; tmux takes more, but agents draw badly below 60 columns. */
export const size = v.pipe(
  v.string(),
  holds<string>('COLUMNSxROWS within 60..500 x 15..200', 'write for example "200x50"', (value) => {
    const { columns, rows } = parseSize(value)
    return columns >= 60 && columns <= 500 && rows >= 15 && rows <= 200
  }),
  v.transform(parseSize),
  about({ type: 'text', json: { type: 'string', pattern: '^[0-9]{2,3}x[0-9]{2,3}$' } }),
)

function parseSize(value: string): { columns: number; rows: number } {
  const [, columns, rows] = /^(\d{2,3})x(\d{2,3})$/.exec(value) ?? []
  return { columns: Number(columns), rows: Number(rows) }
}
