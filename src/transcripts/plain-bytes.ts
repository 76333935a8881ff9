import { LARGEST_COUNT } from './counts.ts'
import { COLON, NONE, startsWith } from './json-bytes.ts'
import { readIsoTime } from './times.ts'

const ZERO = 0x30
/** A time as Claude Code writes it has this length, and its day with the `T` this one. */
const TIME_LENGTH = '2026-03-01T12:00:00.250Z'.length
const DAY_LENGTH = '2026-03-01T'.length
/** A team uses a handful of models; whatever else a transcript holds must not fill the memory. */
const MOST_NAMES = 16

/** A count that is written in digits alone; NONE: it is not, or is too large. */
export function plainCount(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > 13 || (bytes[from] === ZERO && to - from > 1)) return NONE
  const count = digits(bytes, from, to)
  return count <= LARGEST_COUNT ? count : NONE
}

/** The number in these digits; NONE: there are other bytes among them, or there is none. */
function digits(bytes: Uint8Array, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] as number) - ZERO
    if (digit < 0 || digit > 9) return NONE
    number = number * 10 + digit
  }
  return to > from ? number : NONE
}

/** Strings that come again and again, made once. */
export class Names {
  readonly #names: { readonly bytes: Buffer; readonly name: string }[] = []

  /** The text of these bytes. */
  get(bytes: Buffer, from: number, to: number): string {
    for (const known of this.#names) if (isAt(bytes, from, to, known.bytes)) return known.name
    const name = bytes.toString('utf8', from, to)
    if (this.#names.length < MOST_NAMES) this.#names.push({ bytes: copy(bytes, from, to), name })
    return name
  }
}

/** Times, of which a transcript has many on the same day. */
export class Times {
  #day: Buffer = Buffer.alloc(0)
  #dayMs = 0

  /** The time that is written there; null: it is none. */
  get(bytes: Buffer, from: number, to: number): number | null {
    if (to - from !== TIME_LENGTH) return readIsoTime(bytes.toString('utf8', from, to))
    const clock = from + DAY_LENGTH
    if (isAt(bytes, from, clock, this.#day)) {
      const ms = clockMs(bytes, clock)
      if (ms !== NONE) return this.#dayMs + ms
    }
    return this.#read(bytes, from, to)
  }

  #read(bytes: Buffer, from: number, to: number): number | null {
    const ms = readIsoTime(bytes.toString('utf8', from, to))
    const clock = ms === null ? NONE : clockMs(bytes, from + DAY_LENGTH)
    if (ms !== null && clock !== NONE) {
      this.#day = copy(bytes, from, from + DAY_LENGTH)
      this.#dayMs = ms - clock
    }
    return ms
  }
}

/** The ms since midnight of `12:00:00.250Z`; NONE: it is written in another way. */
function clockMs(bytes: Uint8Array, at: number): number {
  if (bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return NONE
  if (bytes[at + 8] !== 0x2e || bytes[at + 12] !== 0x5a) return NONE
  const hours = digits(bytes, at, at + 2)
  const minutes = digits(bytes, at + 3, at + 5)
  const seconds = digits(bytes, at + 6, at + 8)
  const ms = digits(bytes, at + 9, at + 12)
  if (Math.min(hours, minutes, seconds, ms) === NONE) return NONE
  if (hours > 23 || minutes > 59 || seconds > 59) return NONE
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
}

function isAt(bytes: Buffer, from: number, to: number, known: Buffer): boolean {
  return known.length === to - from && startsWith(bytes, from, known)
}

function copy(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes.subarray(from, to))
}
