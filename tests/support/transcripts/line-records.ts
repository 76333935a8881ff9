import type { Chance } from './chance.ts'
import type { Piece } from './corpus.ts'
import { anySpelling, type Json, type Spelling, writeJson } from './json-writer.ts'
import type { Meant } from './meant.ts'

export type Fields = { readonly [key: string]: Json | undefined }

/** One record of a JSON-lines transcript, as text and as meant. */
export interface LineRecord {
  readonly fields: Fields
  readonly text: string
  readonly meant: readonly Meant[]
  /** Its id is its bytes: no copy of it may differ in one of them. */
  readonly verbatim: boolean
  /** It holds an object that looks like a record, which must not be left over when the record is torn. */
  readonly decoy: boolean
  /** What follows is read by it: a crash may tear it, but it is written again. */
  readonly needed: boolean
}

/** How a maker spells its records. */
export type Spell = (chance: Chance) => Spelling

export function lineRecord(
  chance: Chance,
  fields: Fields,
  meant: readonly Meant[] = [],
  { decoy = false, needed = false, spell = anySpelling }: RecordOptions = {},
): LineRecord {
  return { fields, text: writeJson(chance, spell(chance), fields), meant, verbatim: false, decoy, needed }
}

export interface RecordOptions {
  readonly decoy?: boolean
  readonly needed?: boolean
  readonly spell?: Spell
}

/** How the lines of a file go wrong. */
export interface Accidents {
  /** Share of lines with a crash in them, 0 to 1. */
  readonly share: number
  /** Lines without any of these words are not read, so that they are never bad; null: all are read. */
  readonly words: readonly string[] | null
}

const NEWLINE = Buffer.from('\n')

const RUBBISH = [
  'null',
  '42',
  '"{}"',
  '[]',
  'Killed',
  '{',
  '}',
  '{"type"',
  '{]',
  '{"usage":{"input_tokens":5}',
  '\ufffd',
].map((text) => Buffer.from(text))

/**
 * Puts records on lines as a life with crashes does: one line each, but a share of them are torn, glued to
 * the next, followed by rubbish, or stand behind what a crash left. The last line may lack its newline, and then waits.
 */
export function onLines(
  chance: Chance,
  records: readonly LineRecord[],
  { share, words }: Accidents,
): Piece[] {
  const pieces: Piece[] = []
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index] as LineRecord
    const next = records[index + 1]
    if (record.verbatim || !chance.happens(share)) {
      pieces.push(line(record))
    } else if (next && !next.verbatim && chance.happens(0.2)) {
      pieces.push(
        piece([bytes(record), Buffer.from(chance.pick(['', ' ', '\t'])), bytes(next)], [record, next], 0),
      )
      index += 1
    } else {
      pieces.push(...accident(chance, record))
    }
  }
  const all = chance.happens(share) ? [...pieces, ...waitingTail(chance, records)] : pieces
  return words
    ? all.map((made) => (words.some((word) => made.bytes.includes(word)) ? made : { ...made, bad: 0 }))
    : all
}

function accident(chance: Chance, record: LineRecord): Piece[] {
  const rubbish = () => [chance.pick(RUBBISH)]
  const torn = () => tear(chance, record)
  const accidents: (() => Piece[])[] = [
    () => [piece(torn(), [], 1), line(record)],
    () => [piece(torn(), [], 1), ...(record.needed ? [line(record)] : [])],
    () => [piece([...torn(), bytes(record)], [record], 1)],
    () => [piece([...torn(), ...torn(), bytes(record)], [record], 1)],
    () => [piece([...torn(), bytes(record), ...torn()], [record], 1)],
    () => [piece([bytes(record), ...torn()], [record], 1)],
    () => [piece([bytes(record), Buffer.from(chance.pick(['Killed', 'x', '\0\0']))], [record], 1)],
    () => [piece([Buffer.alloc(chance.between(1, 64)), bytes(record)], [record], 1)],
    () => [piece(rubbish(), [], 1), line(record)],
    () => [piece([Buffer.from(chance.pick(['', '\r', ' ']))], [], 0), line(record)],
    () => [piece([bytes(record), Buffer.from('\r')], [record], 0)],
    () => [piece([Buffer.from(' '), bytes(record), Buffer.from(' \t')], [record], 0)],
  ]
  return chance.pick(accidents)()
}

/** A part of the record from its start; cut inside of a letter, a key, or just before the last brace. */
function tear(chance: Chance, record: LineRecord): Buffer[] {
  if (record.decoy) return [Buffer.from('{"type":"prog')]
  const whole = bytes(record)
  return [whole.subarray(0, chance.happens(0.2) ? whole.length - 1 : chance.between(1, whole.length - 1))]
}

function waitingTail(chance: Chance, records: readonly LineRecord[]): Piece[] {
  const last = records.at(-1)
  if (!last) return []
  const tail = chance.happens(0.5) ? tear(chance, last) : [bytes(last)]
  return [{ bytes: Buffer.concat(tail), meant: [], bad: 0 }]
}

function line(record: LineRecord): Piece {
  return piece([bytes(record)], [record], 0)
}

function bytes({ text }: LineRecord): Buffer {
  return Buffer.from(text)
}

function piece(parts: readonly Buffer[], records: readonly LineRecord[], bad: number): Piece {
  const meant = records.flatMap((record) => record.meant)
  return { bytes: Buffer.concat([...parts, NEWLINE]), meant, bad }
}
