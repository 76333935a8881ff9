import type { Setback } from '../model/setback.ts'
import type { Tokens } from '../model/tokens.ts'
import type { Use } from '../model/use.ts'
import { readCount } from './counts.ts'
import { NEWLINE } from './json-bytes.ts'
import { lineId } from './line-id.ts'
import { asFields, type Fields, type FoundRecord, readRecords } from './mended-lines.ts'
import { wordsOf } from './setback-words.ts'
import { readIsoTime } from './times.ts'
import type { ReaderState, UsageFormat, UsageReader } from './usage-reader.ts'

/** The scripted agent: its files are small, so every line is parsed. */
export const scriptedUsage: UsageFormat = {
  name: 'scripted',
  standing: 'largest',
  reader: () => new ScriptedReader(),
}

class ScriptedReader implements UsageReader {
  readonly state: ReaderState = {}
  bad = 0

  read(lines: Buffer, found: (use: Use) => void, met: (setback: Setback) => void = () => undefined): void {
    for (let begin = 0; begin < lines.length; ) {
      const end = lines.indexOf(NEWLINE, begin)
      this.#read(lines.subarray(begin, end), found, met)
      begin = end + 1
    }
  }

  #read(line: Buffer, found: (use: Use) => void, met: (setback: Setback) => void): void {
    const { records, hasRest } = readRecords(line)
    for (const record of records) {
      const use = readRecord(record)
      if (use) found(use)
      const setback = readSetback(record.fields)
      if (setback) met(setback)
    }
    if (hasRest) this.bad += 1
  }
}

function readRecord({ fields, bytes }: FoundRecord): Use | null {
  const usage = asFields(fields.usage)
  if (fields.type !== 'assistant' || !usage) return null
  return {
    id: typeof fields.id === 'string' && fields.id !== '' ? fields.id : lineId(bytes),
    atMs: readIsoTime(fields.at),
    model: typeof fields.model === 'string' ? fields.model : '',
    ...readTokens(usage),
  }
}

function readSetback({ type, event, at, text, resetsAt, window }: Fields): Setback | null {
  const atMs = readIsoTime(at)
  if (type !== 'event' || event !== 'limit' || atMs === null) return null
  return {
    kind: 'limit',
    window: wordsOf(window),
    resetsMs: readIsoTime(resetsAt),
    atMs,
    words: wordsOf(text),
  }
}

function readTokens(usage: Fields): { tokens: Tokens; odd: boolean } {
  let odd = false
  const count = (value: unknown) => {
    const read = readCount(value)
    odd ||= read.odd
    return read.count
  }
  const tokens: Tokens = {
    input: count(usage.input),
    output: count(usage.output),
    reasoning: 0,
    cacheRead: count(usage.cacheRead),
    cacheWrite5m: count(usage.cacheWrite5m),
    cacheWrite1h: count(usage.cacheWrite1h),
  }
  return { tokens, odd }
}
