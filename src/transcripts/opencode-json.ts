import { isObject } from './fields.ts'
import type { Fields } from './mended-lines.ts'

/** A text as a JSON object; null: it is none, or not yet. */
export function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null // no JSON
  }
}
