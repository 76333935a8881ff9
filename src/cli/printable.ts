import { stripVTControlCharacters } from 'node:util'

// Control characters, lone surrogates, and what is drawn as nothing: bidi marks, zero-width and tag characters. Blanks stay,
// unlike in cleanForLine of the model: columns are made of them.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu

// Two columns wide in a terminal: emoji drawn as pictures, and the East Asian wide blocks.
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u
const NARROW = /^[\x20-\x7E]*$/
const COMBINING = /\p{M}/u

/** A datum as it may be shown in a terminal: on one line, with nothing in it that a terminal would obey. */
export function printable(datum: string): string {
  if (NARROW.test(datum)) return datum
  return stripVTControlCharacters(datum)
    .replaceAll(/[\n\r\t]+/g, ' ')
    .replaceAll(UNPRINTABLE, '')
}

/** JSON text with what `printable` removes as \u escapes: the same value to a parser, harmless to a terminal. */
export function escapeUnprintable(json: string): string {
  return json.replaceAll(UNPRINTABLE, (found) => (found === '\n' ? found : escapeUnits(found)))
}

function escapeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

/** How many terminal columns a printable text takes. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  return Array.from(text, columnsOf).reduce((sum, columns) => sum + columns, 0)
}

function columnsOf(character: string): number {
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
