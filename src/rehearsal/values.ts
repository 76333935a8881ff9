import { isAbsolute, normalize } from 'node:path'
import { parseDurationMs } from '../model/time.ts'

/** A value in a script that is not what its key takes; the message says what was expected. */
export class BadValue extends Error {}

export type Table = Readonly<Record<string, unknown>>

/** A table; with `keys` given, no other key may be in it. */
export function table(value: unknown, keys?: readonly string[]): Table {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected('a table', value)
  const stranger = keys && Object.keys(value).find((key) => !keys.includes(key))
  if (stranger) throw new BadValue(`unknown key "${stranger}"; keys are ${keys.join(', ')}`)
  return value as Table
}

/** Any text. */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw expected('a text', value)
  return value
}

/** A text with something in it. */
export function filled(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw expected('a text that is not empty', value)
  return value
}

/** A whole number in a range, both ends included. */
export function whole(value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  throw expected(`a whole number from ${least} to ${most}`, value)
}

/** Milliseconds of a duration as agents.toml writes them. */
export function duration(value: unknown): number {
  const ms = typeof value === 'number' || typeof value === 'string' ? parseDurationMs(value) : null
  if (ms === null) throw expected('a duration such as 3 or "300ms"', value)
  return ms
}

/** True or false. */
export function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw expected('true or false', value)
  return value
}

/** An argument list with at least one entry; never a shell line. */
export function argv(value: unknown): readonly string[] {
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  if (!isList || value[0] === '') throw expected('a list of texts, such as ["npm", "test"]', value)
  return value
}

/** What stands between the parentheses of a claim or a review. */
export function gateLabel(value: unknown): string {
  const label = filled(value)
  if (/[()\n]/.test(label)) throw expected('a label without parentheses or line breaks', value)
  return label
}

/** A relative path that does not lead out of the working folder. */
export function fileBelow(value: unknown): string {
  const file = filled(value)
  if (isAbsolute(file) || normalize(file).split('/')[0] === '..') {
    throw expected('a path below the working folder', value)
  }
  return file
}

/** One of a few words. */
export function oneOf<const T extends string>(value: unknown, choices: readonly T[]): T {
  const choice = choices.find((known) => known === value)
  if (choice === undefined) throw expected(`one of "${choices.join('", "')}"`, value)
  return choice
}

function expected(what: string, found: unknown): BadValue {
  return new BadValue(`expected ${what}, found ${JSON.stringify(found) ?? 'nothing'}`)
}
