import { NO_TOKENS, type Tokens } from '../model/tokens.ts'
import type { Use } from '../model/use.ts'
import { SYNTHETIC } from './claude-record.ts'
import {
  CLOSE_OBJECT,
  COMMA,
  endOfPlainString,
  NEWLINE,
  NONE,
  OPEN_OBJECT,
  QUOTE,
  skipBlanks,
  skipValue,
  startsWith,
} from './json-bytes.ts'
import { KnownKeys } from './known-keys.ts'
import { Names, plainCount, Times } from './plain-bytes.ts'

/** An answer stands in several lines with the same usage, of some 250 bytes; a longer one is read each time. */
const LONGEST_REPEATED = 1024

/** A line that is read in plain form: an error's, no JSON object, an escape or a repeated key where it matters, an odd count, no id. */
export const UNUSUAL = Symbol('unusual')

// The members that are read; where each stands in a line is kept under the number of its place here.
const MESSAGE = 0
const TIMESTAMP = 1
const REQUEST_ID = 2
const UUID = 3
const ID = 4
const MODEL = 5
const USAGE = 6
const INPUT = 7
const OUTPUT = 8
const CACHE_READ = 9
const CACHE_WRITE = 10
const BY_LIFE = 11
const FIVE_MINUTES = 12
const ONE_HOUR = 13
const PLACES = 14

/** Without one of these nothing was told of what was used. */
const COUNTS = [INPUT, OUTPUT, CACHE_READ, CACHE_WRITE, FIVE_MINUTES, ONE_HOUR]

/** The first of these that is a string and not empty. */
const IDS = [ID, REQUEST_ID, UUID]

/** Members of one object that are read: their keys, the place of the first, and the one that is looked into. */
interface Level {
  readonly keys: KnownKeys
  readonly first: number
  readonly inner: number
  readonly within: Level | null
}

const BY_LIFE_LEVEL = level(
  ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'],
  FIVE_MINUTES,
  NONE,
  null,
)
const USAGE_LEVEL = level(
  [
    'input_tokens',
    'output_tokens',
    'cache_read_input_tokens',
    'cache_creation_input_tokens',
    'cache_creation',
  ],
  INPUT,
  BY_LIFE,
  BY_LIFE_LEVEL,
)
const MESSAGE_LEVEL = level(['id', 'model', 'usage'], ID, USAGE, USAGE_LEVEL)
const RECORD_LEVEL = level(['message', 'timestamp', 'requestId', 'uuid'], MESSAGE, MESSAGE, MESSAGE_LEVEL)

function level(keys: readonly string[], first: number, inner: number, within: Level | null): Level {
  return { keys: new KnownKeys(keys), first, inner, within }
}

/**
 * Reads the usual line of Claude Code from its bytes: values that do not matter are skipped, and no string is made of them.
 * Tells for every line the same as the plain form (claude-record.ts), or that it is unusual.
 */
export class ClaudeLine {
  /** Where the line ends (its newline), when it was not unusual. */
  end = 0
  /** Where each member's value begins and ends. */
  readonly #from = new Int32Array(PLACES)
  readonly #to = new Int32Array(PLACES)
  readonly #models = new Names()
  readonly #times = new Times()
  /** The bytes of the usage that was read last, and what they say. */
  readonly #known = Buffer.alloc(LONGEST_REPEATED)
  #knownLength = 0
  #knownTokens = NO_TOKENS
  #isKnown = false

  /** The use in the line that begins at `begin` and ends with a newline; null: there is none. */
  read(lines: Buffer, begin: number): Use | null | typeof UNUSUAL {
    this.#from.fill(NONE)
    this.#isKnown = false
    const at = skipBlanks(lines, begin)
    const end = lines[at] === OPEN_OBJECT ? this.#walk(lines, at, RECORD_LEVEL) : NONE
    if (end === NONE) return UNUSUAL
    this.end = skipBlanks(lines, end)
    if (lines[this.end] !== NEWLINE) return UNUSUAL
    const isUse = this.#isObject(lines, MESSAGE) && this.#isObject(lines, USAGE) && this.#hasCount()
    return isUse ? this.#use(lines) : null
  }

  /** The end of the object at `at`; NONE: it is none, or unusual. */
  #walk(lines: Buffer, at: number, level: Level): number {
    const { keys, first } = level
    let next = skipBlanks(lines, at + 1)
    if (lines[next] === CLOSE_OBJECT) return next + 1
    keys.begin()
    for (;;) {
      const value = keys.read(lines, next)
      if (value === NONE) return NONE
      const end =
        keys.index === -1 ? skipValue(lines, value) : this.#note(lines, value, level, first + keys.index)
      if (end === NONE) return NONE
      next = skipBlanks(lines, end)
      if (lines[next] === CLOSE_OBJECT) return next + 1
      if (lines[next] !== COMMA) return NONE
      next = skipBlanks(lines, next + 1)
    }
  }

  /** Notes where a member's value is; its end, or NONE: it is there twice, or unusual. */
  #note(lines: Buffer, at: number, { inner, within }: Level, place: number): number {
    if (this.#has(place)) return NONE
    if (place === USAGE) this.#isKnown = this.#isKnownAt(lines, at)
    const isInner = place === inner && within !== null && lines[at] === OPEN_OBJECT
    const isRead = place === USAGE && this.#isKnown
    const end = isRead
      ? at + this.#knownLength
      : isInner
        ? this.#walk(lines, at, within)
        : skipValue(lines, at)
    this.#from[place] = at
    this.#to[place] = end
    return end
  }

  #isKnownAt(lines: Buffer, at: number): boolean {
    const length = this.#knownLength
    return length > 0 && startsWith(lines, at, this.#known, length)
  }

  #use(lines: Buffer): Use | null | typeof UNUSUAL {
    const id = this.#id(lines)
    const tokens = this.#tokens(lines)
    const modelEnd = this.#textEnd(lines, MODEL)
    const timeEnd = this.#textEnd(lines, TIMESTAMP)
    if (id === null || tokens === null || modelEnd === NONE || timeEnd === NONE) return UNUSUAL
    const model = modelEnd === 0 ? '' : this.#models.get(lines, this.#begin(MODEL) + 1, modelEnd)
    if (model === SYNTHETIC) return UNUSUAL
    const atMs = timeEnd === 0 ? null : this.#times.get(lines, this.#begin(TIMESTAMP) + 1, timeEnd)
    return { id, atMs, model, tokens, odd: false }
  }

  /** null: it is not plain, or there is none. */
  #id(lines: Buffer): string | null {
    for (const place of IDS) {
      const end = this.#textEnd(lines, place)
      const begin = this.#begin(place) + 1
      if (end === NONE) return null
      if (end > begin) return lines.toString('utf8', begin, end)
    }
    return null
  }

  /** null: a count is not plain, or two tell the same in different ways. */
  #tokens(lines: Buffer): Tokens | null {
    if (this.#isKnown) return this.#knownTokens
    const tokens = this.#readTokens(lines)
    const [begin, end] = [this.#begin(USAGE), this.#to[USAGE] as number]
    const isKept = tokens !== null && end - begin <= LONGEST_REPEATED
    this.#knownLength = isKept ? end - begin : 0
    if (!isKept) return tokens
    lines.copy(this.#known, 0, begin, end)
    this.#knownTokens = tokens
    return tokens
  }

  #readTokens(lines: Buffer): Tokens | null {
    const input = this.#count(lines, INPUT)
    const output = this.#count(lines, OUTPUT)
    const cacheRead = this.#count(lines, CACHE_READ)
    const flat = this.#count(lines, CACHE_WRITE)
    const minutes = this.#count(lines, FIVE_MINUTES)
    const cacheWrite1h = this.#count(lines, ONE_HOUR)
    if (Math.min(input, output, cacheRead, flat, minutes, cacheWrite1h) === NONE) return null
    const isByLife = this.#has(FIVE_MINUTES) || this.#has(ONE_HOUR)
    if (isByLife && this.#has(CACHE_WRITE) && flat !== minutes + cacheWrite1h) return null
    const cacheWrite5m = isByLife ? minutes : flat
    return { input, output, reasoning: 0, cacheRead, cacheWrite5m, cacheWrite1h }
  }

  #count(lines: Buffer, place: number): number {
    return this.#has(place) ? plainCount(lines, this.#begin(place), this.#to[place] as number) : 0
  }

  /** The closing quote; 0: it is not there, or no string; NONE: it has an escape. */
  #textEnd(lines: Buffer, place: number): number {
    const begin = this.#begin(place)
    return begin !== NONE && lines[begin] === QUOTE ? endOfPlainString(lines, begin) : 0
  }

  #isObject(lines: Buffer, place: number): boolean {
    return this.#has(place) && lines[this.#begin(place)] === OPEN_OBJECT
  }

  #hasCount(): boolean {
    return this.#isKnown || COUNTS.some((place) => this.#has(place))
  }

  #has(place: number): boolean {
    return this.#from[place] !== NONE
  }

  #begin(place: number): number {
    return this.#from[place] as number
  }
}
