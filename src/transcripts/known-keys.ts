import { COLON, endOfPlainString, indexOfWord, NONE, skipBlanks, startsWith } from './json-bytes.ts'

/** A transcript's lines have a dozen or two. */
const MOST_KEYS = 40

/** A key with its quotes and colon as it stands in lines. */
interface Key {
  readonly bytes: Buffer
  readonly index: number
  /** The key that stood behind it the last time. */
  next: Key | null
}

/**
 * The keys of one kind of JSON object, which mostly come in the order of the last such object: what is expected is compared,
 * and only another key is looked for. Nothing but the speed hangs on it.
 */
export class KnownKeys {
  /** Which of the words the key is that was read last; -1: none of them. */
  index = -1
  readonly #words: readonly Buffer[]
  readonly #keys: Key[] = []
  readonly #start: Key = { bytes: Buffer.alloc(0), index: -1, next: null }
  #before = this.#start

  constructor(words: readonly string[]) {
    this.#words = words.map((word) => Buffer.from(word))
  }

  /** An object begins. */
  begin(): void {
    this.#before = this.#start
  }

  /** Reads the key at `at`; where its value begins. NONE: there is no plain key with a colon. */
  read(lines: Buffer, at: number): number {
    const guess = this.#before.next
    if (guess === null || !startsWith(lines, at, guess.bytes)) return this.#readOther(lines, at)
    this.#before = guess
    this.index = guess.index
    return skipBlanks(lines, at + guess.bytes.length)
  }

  #readOther(lines: Buffer, at: number): number {
    const end = endOfPlainString(lines, at)
    const colon = end === NONE ? NONE : skipBlanks(lines, end + 1)
    if (colon === NONE || lines[colon] !== COLON) return NONE
    this.index = indexOfWord(this.#words, lines, at + 1, end)
    this.#learn(lines, at, colon + 1)
    return skipBlanks(lines, colon + 1)
  }

  #learn(lines: Buffer, begin: number, end: number): void {
    const known = this.#keys.find(
      ({ bytes }) => bytes.length === end - begin && startsWith(lines, begin, bytes),
    )
    if (!known && this.#keys.length === MOST_KEYS) return
    const key = known ?? { bytes: Buffer.from(lines.subarray(begin, end)), index: this.index, next: null }
    if (!known) this.#keys.push(key)
    this.#before.next = key
    this.#before = key
  }
}
