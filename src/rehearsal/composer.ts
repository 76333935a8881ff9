import type { Key } from './keys.ts'

/** The text being written, and what decides about the next Enter. */
export interface Composer {
  readonly parts: readonly Part[]
  /** Pastes so far that were too long to be shown. */
  readonly longPastes: number
  /** When the last paste ended, in monotonic milliseconds. */
  readonly pastedAtMs: number
  /** So many further Enters are lost while there is text. */
  readonly swallow: number
}

/** `shown` null: as it is. */
interface Part {
  readonly text: string
  readonly shown: string | null
}

/** What was submitted: the exact text, and the form with long pastes folded. */
export interface Submission {
  readonly text: string
  readonly shown: string
}

/** An Enter that comes sooner after a paste is a line break, as in codex and gemini (seen at 0 ms, never from 100 ms on). */
export const PASTE_BURST_MS = 50
/** Claude 2.1.329 treats a paste as a block of its own from about 800 characters on; ten lines still fit a small screen. */
const LONG_PASTE_CHARS = 800
const LONG_PASTE_LINES = 10

export const EMPTY: Composer = { parts: [], longPastes: 0, pastedAtMs: Number.NEGATIVE_INFINITY, swallow: 0 }

/** The composer after a key at a time; `submission` is set when the key submitted. Keys that it does not know change nothing. */
export function pressKey(
  composer: Composer,
  key: Key,
  nowMs: number,
): { composer: Composer; submission?: Submission } {
  switch (key.kind) {
    case 'text':
      return { composer: append(composer, key.text) }
    case 'newline':
      return { composer: append(composer, '\n') }
    case 'paste':
      return { composer: { ...paste(composer, key.text), pastedAtMs: nowMs } }
    case 'backspace':
      return { composer: { ...composer, parts: withoutLast(composer.parts) } }
    case 'clear':
      return { composer: { ...composer, parts: [] } }
    case 'enter':
      return enter(composer, nowMs)
    default:
      return { composer }
  }
}

/** The exact text in the composer. */
export function composerText(composer: Composer): string {
  return composer.parts.map((part) => part.text).join('')
}

/** The text as it is shown, long pastes folded. */
export function shownText(composer: Composer): string {
  return composer.parts.map((part) => part.shown ?? part.text).join('')
}

function enter(composer: Composer, nowMs: number): { composer: Composer; submission?: Submission } {
  const submission = { text: composerText(composer), shown: shownText(composer) }
  if (submission.text.trim() === '') return { composer }
  if (nowMs - composer.pastedAtMs < PASTE_BURST_MS) return { composer: append(composer, '\n') }
  if (composer.swallow > 0) return { composer: { ...composer, swallow: composer.swallow - 1 } }
  return { composer: { ...composer, parts: [] }, submission }
}

function append(composer: Composer, text: string): Composer {
  const last = composer.parts.at(-1)
  if (!last || last.shown !== null) return { ...composer, parts: [...composer.parts, { text, shown: null }] }
  return { ...composer, parts: [...composer.parts.slice(0, -1), { text: last.text + text, shown: null }] }
}

function paste(composer: Composer, text: string): Composer {
  const breaks = text.split('\n').length - 1
  if (text.length <= LONG_PASTE_CHARS && breaks < LONG_PASTE_LINES) return append(composer, text)
  const longPastes = composer.longPastes + 1
  const shown = `[Pasted text #${longPastes}${breaks > 0 ? ` +${breaks} lines` : ''}]`
  return { ...composer, longPastes, parts: [...composer.parts, { text, shown }] }
}

/** Without its last character; a folded paste goes as a whole. */
function withoutLast(parts: readonly Part[]): readonly Part[] {
  const last = parts.at(-1)
  if (!last) return parts
  const text = Array.from(last.text).slice(0, -1).join('')
  const kept = parts.slice(0, -1)
  return last.shown !== null || text === '' ? kept : [...kept, { text, shown: null }]
}
