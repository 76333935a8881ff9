import { asFields, type Fields } from './mended-lines.ts'

/** A value as an object; an empty one when it is none, so that its fields are simply missing. */
export function objectOf(value: unknown): Fields {
  return asFields(value) ?? {}
}

/** Whether a value is a JSON object (no list, not null). */
export function isObject(value: unknown): value is Fields {
  return asFields(value) !== null
}

/** A value as a list; empty when it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A value as text; '' when it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A time in ms since 1970, from an ISO text or a number of ms; null when it is neither. */
export function timeOf(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : value
  return typeof ms === 'number' && Number.isFinite(ms) ? ms : null
}

/** A value for people: text as it is, anything else as JSON; nothing for what is not there. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
