import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  NEWLINE,
  NONE,
  OPEN_OBJECT,
  skipBlanks,
  skipValue,
} from './json-bytes.ts'

/** A JSON object whose fields are not known yet. */
export type Fields = Readonly<{ [key: string]: unknown }>

/** A whole record, and the bytes in which it stands. */
export interface FoundRecord {
  readonly fields: Fields
  readonly bytes: Buffer
}

/** What one line holds. */
export interface LineRecords {
  readonly records: readonly FoundRecord[]
  /** There is more in the line than whole records and blanks: it is a bad line. */
  readonly hasRest: boolean
}

/**
 * The record of a line, with or without its newline; of a line that is no JSON object each whole record in it: a crash
 * may have cut off one record, and the next one is glued to it. The bytes are parts of it, not copies.
 */
export function readRecords(text: Buffer): LineRecords {
  const line = withoutNewline(text)
  const fields = parseObject(line)
  return fields ? { records: [{ fields, bytes: line }], hasRest: false } : searchRecords(line)
}

/** The value as an object with fields; null: it is something else. */
export function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

function withoutNewline(line: Buffer): Buffer {
  return line.at(-1) === NEWLINE ? line.subarray(0, -1) : line
}

function parseObject(bytes: Buffer): Fields | null {
  try {
    return asFields(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null // No JSON, which the caller mends or counts.
  }
}

function searchRecords(line: Buffer): LineRecords {
  const records: FoundRecord[] = []
  let hasRest = false
  let at = skipBlanks(line, 0)
  while (at < line.length) {
    const end = line[at] === OPEN_OBJECT ? skipValue(line, at) : NONE
    const fields = end === NONE || isNested(line, end) ? null : parseObject(line.subarray(at, end))
    if (fields) records.push({ fields, bytes: line.subarray(at, end) })
    else hasRest = true
    // Nothing inside a whole value is a record of its own; inside a torn one there may be.
    at = end === NONE ? nextObject(line, at + 1) : skipBlanks(line, end)
  }
  return { records, hasRest }
}

/** Whether the object that ended there is a part of a torn record: what follows it goes on with an object or a list. */
function isNested(line: Buffer, end: number): boolean {
  const next = line[skipBlanks(line, end)]
  return next === COMMA || next === CLOSE_OBJECT || next === CLOSE_LIST
}

function nextObject(line: Buffer, from: number): number {
  const at = line.indexOf(OPEN_OBJECT, from)
  return at === -1 ? line.length : at
}
