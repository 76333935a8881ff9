/**
 * JSON as bytes in one line: values are checked as strictly as JSON.parse does, and skipped without making strings of them.
 * A newline, or the end of the bytes, is no part of any value.
 */

/** Bytes that have a meaning in JSON. */
export const NEWLINE = 0x0a
export const QUOTE = 0x22
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_LIST = 0x5b
export const BACKSLASH = 0x5c
export const CLOSE_LIST = 0x5d
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d

/** What the functions here return where the bytes are not what was asked for. */
export const NONE = -1

/** Values nested deeper are given to JSON.parse, or not looked for. */
const DEEPEST = 64

const AFTER_BACKSLASH = new Set(Buffer.from('"\\/bfnrt'))
const WORDS = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]))

/** The next byte of the line that is no blank; a newline ends it, also for JSON. */
export function skipBlanks(bytes: Uint8Array, at: number): number {
  let next = at
  for (;;) {
    const byte = bytes[next]
    if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return next
    next += 1
  }
}

/** The end of the string whose opening quote is at `at`, after its closing quote; NONE: JSON.parse would not take it. */
export function skipString(bytes: Uint8Array, at: number): number {
  let next = at
  for (;;) {
    next = skipPlain(bytes, next + 1)
    const byte = bytes[next]
    if (byte === QUOTE) return next + 1
    if (byte !== BACKSLASH) return NONE
    next = skipEscape(bytes, next)
    if (next === NONE) return NONE
  }
}

/** The next byte that ends or bends a string: a quote, backslash or control character. Compared, not looked up in a table: that takes half as long. */
function skipPlain(bytes: Uint8Array, at: number): number {
  let next = at
  let byte = bytes[next] as number
  while (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH) {
    next += 1
    byte = bytes[next] as number
  }
  return next
}

/** The end of the value at `at` (no blank), of any kind; NONE: JSON.parse would not take it, or it is nested too deep. */
export function skipValue(bytes: Uint8Array, at: number, depth = 0): number {
  const byte = bytes[at] as number
  if (byte === QUOTE) return skipString(bytes, at)
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
    return depth === DEEPEST ? NONE : skipMembers(bytes, at, depth + 1, byte === OPEN_OBJECT)
  }
  const word = WORDS.get(byte)
  if (!word) return skipNumber(bytes, at)
  return startsWith(bytes, at, word) ? at + word.length : NONE
}

/** The begin of a member's value, given the begin of its key (no blank); NONE: no key and colon. */
export function skipKey(bytes: Uint8Array, at: number): number {
  const end = bytes[at] === QUOTE ? skipString(bytes, at) : NONE
  if (end === NONE) return NONE
  const colon = skipBlanks(bytes, end)
  return bytes[colon] === COLON ? skipBlanks(bytes, colon + 1) : NONE
}

/** The closing quote of the string at `at`; NONE: it is none, or has an escape. */
export function endOfPlainString(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return NONE
  const end = skipPlain(bytes, at + 1)
  return bytes[end] === QUOTE ? end : NONE
}

/** Where in `words` the bytes stand; -1: nowhere. */
export function indexOfWord(words: readonly Uint8Array[], bytes: Uint8Array, from: number, to: number) {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Uint8Array
    if (word.length === to - from && startsWith(bytes, from, word)) return index
  }
  return -1
}

/** Whether these bytes stand there, or so many of them. */
export function startsWith(bytes: Uint8Array, at: number, word: Uint8Array, length = word.length): boolean {
  for (let index = 0; index < length; index += 1) if (bytes[at + index] !== word[index]) return false
  return true
}

function skipMembers(bytes: Uint8Array, at: number, depth: number, isObject: boolean): number {
  const close = isObject ? CLOSE_OBJECT : CLOSE_LIST
  let next = skipBlanks(bytes, at + 1)
  if (bytes[next] === close) return next + 1
  for (;;) {
    if (isObject) next = skipKey(bytes, next)
    if (next !== NONE) next = skipValue(bytes, next, depth)
    if (next === NONE) return NONE
    next = skipBlanks(bytes, next)
    if (bytes[next] === close) return next + 1
    if (bytes[next] !== COMMA) return NONE
    next = skipBlanks(bytes, next + 1)
  }
}

/** The last byte of the escape at `at`. */
function skipEscape(bytes: Uint8Array, at: number): number {
  const byte = bytes[at + 1] as number
  if (AFTER_BACKSLASH.has(byte)) return at + 1
  if (byte !== 0x75) return NONE
  for (let next = at + 2; next < at + 6; next += 1) if (!isHex(bytes[next])) return NONE
  return at + 5
}

function skipNumber(bytes: Uint8Array, at: number): number {
  const first = bytes[at] === 0x2d ? at + 1 : at
  const whole = bytes[first] === 0x30 ? first + 1 : skipDigits(bytes, first)
  if (whole === NONE) return NONE
  const fraction = bytes[whole] === 0x2e ? skipDigits(bytes, whole + 1) : whole
  if (fraction === NONE || ((bytes[fraction] as number) | 0x20) !== 0x65) return fraction
  const sign = bytes[fraction + 1]
  return skipDigits(bytes, fraction + (sign === 0x2b || sign === 0x2d ? 2 : 1))
}

function skipDigits(bytes: Uint8Array, at: number): number {
  let next = at
  while (isDigit(bytes[next])) next += 1
  return next === at ? NONE : next
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

function isHex(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)
}
