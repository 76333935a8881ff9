import type { Tokens } from '../model/tokens.ts'
import type { Use } from '../model/use.ts'
import { SYNTHETIC } from './claude-record.ts'
import {
  endOfPlainString,
  indexOfWord,
  NONE,
  OPEN_OBJECT,
  QUOTE,
  skipBlanks,
  skipValue,
  type VisitMember,
  walkMembers,
} from './json-bytes.ts'
import { Names, plainCount, Times } from './plain-bytes.ts'

/** A line that is read in plain form: no JSON object, an escape or a repeated key where it matters, an odd count, no id. */
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

/** The first of these that is a string and not empty. */
const IDS = [ID, REQUEST_ID, UUID]

const IN_RECORD = ['message', 'timestamp', 'requestId', 'uuid'].map((word) => Buffer.from(word))
const IN_MESSAGE = ['id', 'model', 'usage'].map((word) => Buffer.from(word))
const IN_USAGE = [
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation',
].map((word) => Buffer.from(word))
const IN_BY_LIFE = ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'].map((word) => Buffer.from(word))

/**
 * Reads the usual line of Claude Code from its bytes: values that do not matter are skipped, and no string is made of them.
 * Tells for every line the same as the plain form (claude-record.ts), or that it is unusual.
 */
export class ClaudeLine {
  /** Where each member's value begins and ends; 0: it is not there. */
  readonly #from = new Int32Array(PLACES)
  readonly #to = new Int32Array(PLACES)
  readonly #models = new Names()
  readonly #times = new Times()
  readonly #inByLife = this.#visitor(IN_BY_LIFE, FIVE_MINUTES, NONE, null)
  readonly #inUsage = this.#visitor(IN_USAGE, INPUT, BY_LIFE, this.#inByLife)
  readonly #inMessage = this.#visitor(IN_MESSAGE, ID, USAGE, this.#inUsage)
  readonly #inRecord = this.#visitor(IN_RECORD, MESSAGE, MESSAGE, this.#inMessage)

  /** The use in a line; null: there is none. */
  read(line: Buffer): Use | null | typeof UNUSUAL {
    this.#from.fill(0)
    const end = walkMembers(line, skipBlanks(line, 0), this.#inRecord)
    if (end === NONE || skipBlanks(line, end) < line.length) return UNUSUAL
    return this.#isObject(line, MESSAGE) && this.#isObject(line, USAGE) ? this.#use(line) : null
  }

  /** Notes where the words' values are, and goes into the one of place `inner`. */
  #visitor(words: Buffer[], first: number, inner: number, within: VisitMember | null): VisitMember {
    const from = this.#from
    const to = this.#to
    return (bytes, key, keyEnd, value) => {
      const index = indexOfWord(words, bytes, key, keyEnd)
      if (index === -1) return skipValue(bytes, value)
      const place = first + index
      if (from[place] !== 0) return NONE
      const goesIn = place === inner && within !== null && bytes[value] === OPEN_OBJECT
      const end = goesIn ? walkMembers(bytes, value, within) : skipValue(bytes, value)
      from[place] = value
      to[place] = end
      return end
    }
  }

  #use(line: Buffer): Use | null | typeof UNUSUAL {
    const id = this.#id(line)
    const tokens = this.#tokens(line)
    const modelEnd = this.#textEnd(line, MODEL)
    const timeEnd = this.#textEnd(line, TIMESTAMP)
    if (id === null || tokens === null || modelEnd === NONE || timeEnd === NONE) return UNUSUAL
    const model = modelEnd === 0 ? '' : this.#models.get(line, this.#begin(MODEL) + 1, modelEnd)
    if (model === SYNTHETIC) return null
    const atMs = timeEnd === 0 ? null : this.#times.get(line, this.#begin(TIMESTAMP) + 1, timeEnd)
    return { id, atMs, model, tokens, odd: false }
  }

  /** null: it is not plain, or there is none. */
  #id(line: Buffer): string | null {
    for (const place of IDS) {
      const end = this.#textEnd(line, place)
      const begin = this.#begin(place) + 1
      if (end === NONE) return null
      if (end > begin) return line.toString('utf8', begin, end)
    }
    return null
  }

  /** null: a count is not plain, or two tell the same in different ways. */
  #tokens(line: Buffer): Tokens | null {
    const input = this.#count(line, INPUT)
    const output = this.#count(line, OUTPUT)
    const cacheRead = this.#count(line, CACHE_READ)
    const flat = this.#count(line, CACHE_WRITE)
    const minutes = this.#count(line, FIVE_MINUTES)
    const cacheWrite1h = this.#count(line, ONE_HOUR)
    if (Math.min(input, output, cacheRead, flat, minutes, cacheWrite1h) === NONE) return null
    const isByLife = this.#has(FIVE_MINUTES) || this.#has(ONE_HOUR)
    if (isByLife && this.#has(CACHE_WRITE) && flat !== minutes + cacheWrite1h) return null
    const cacheWrite5m = isByLife ? minutes : flat
    return { input, output, reasoning: 0, cacheRead, cacheWrite5m, cacheWrite1h }
  }

  #count(line: Buffer, place: number): number {
    return this.#has(place) ? plainCount(line, this.#begin(place), this.#to[place] as number) : 0
  }

  /** The closing quote; 0: it is not there, or no string; NONE: it has an escape. */
  #textEnd(line: Buffer, place: number): number {
    const begin = this.#begin(place)
    return begin !== 0 && line[begin] === QUOTE ? endOfPlainString(line, begin) : 0
  }

  #isObject(line: Buffer, place: number): boolean {
    return this.#has(place) && line[this.#begin(place)] === OPEN_OBJECT
  }

  #has(place: number): boolean {
    return this.#from[place] !== 0
  }

  #begin(place: number): number {
    return this.#from[place] as number
  }
}
