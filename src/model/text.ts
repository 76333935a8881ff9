/**
 * Text as it may be typed into an agent's composer. In this order:
 *   1. CRLF and a lone CR become LF (a CR would submit; dropping it would glue two words together);
 *   2. every other C0 control except tab and LF, DEL, and every C1 control is dropped (so no escape sequence
 *      survives: `ESC[201~`, the end of a bracketed paste, arrives as the harmless text `[201~`);
 *   3. lone surrogates, which have no UTF-8 form, are dropped.
 * Nothing else changes: no trimming, no Unicode normalisation. Applying it twice changes nothing more.
 */
export function cleanForTyping(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNTYPABLE, '')
}

/**
 * Text from outside (a commit subject, an author, a file name) as one line that is safe to quote: line breaks and
 * tabs become blanks, control characters, lone surrogates, bidi marks and everything invisible is removed, runs of
 * blanks become one, ends are trimmed. Longer than `max` code points: cut, the last one is `…`.
 */
export function cleanForLine(text: string, max = 200): string {
  const visible = text.replace(LINE_BREAKS, ' ').replace(UNTYPABLE, '').replace(INVISIBLE, '')
  return cut(visible.replace(/\s+/gu, ' ').trim(), max)
}

/**
 * Text from outside as a person reads it, on as many lines as it has: whole escape sequences go with their parameters
 * (`ESC[31m` leaves nothing), line breaks become LF, tabs and LF stay, and what the two functions above remove is removed.
 * Linear in the length of the text, whatever it holds.
 */
export function cleanForReading(text: string): string {
  if (PLAIN.test(text)) return text
  const lines = text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
  return lines.replace(ESCAPE_SEQUENCE, '').replace(UNTYPABLE, '').replace(INVISIBLE, '')
}

const PLAIN = /^[\t\n\x20-\x7e]*$/

/**
 * ECMA-48: a control sequence (CSI), a control string (OSC, DCS, SOS, PM, APC) with its end, or another escape. None of the
 * repeats can run over the next ESC, so no text makes them slow; an unfinished string loses only its beginning.
 */
const ESCAPE_SEQUENCE =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]/g

/** C0 without tab and LF, DEL, C1, lone surrogates (`\p{Cs}` matches only lone ones under the `u` flag). */
const UNTYPABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cs}]/gu

const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/g

/** Default-ignorable code points (bidi marks, zero-width ones, tag characters) and interlinear annotations. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

function cut(line: string, max: number): string {
  if (line.length <= max) return line
  const points = Array.from(line)
  return points.length <= max ? line : `${points.slice(0, Math.max(0, max - 1)).join('')}…`
}
