import { asFields } from './mended-lines.ts'

/** Words of a setback that are kept: a banner is a line or two. */
const WORDS_LENGTH = 300

/** The text as one line of a bounded length; '' for what is no text. */
export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, WORDS_LENGTH) : ''
}

/** Texts of a message's content, whether it is a text itself or a list of parts. */
export function contentWords(content: unknown): string {
  if (!Array.isArray(content)) return wordsOf(content)
  return wordsOf(
    content
      .map((part) => asFields(part)?.text)
      .filter((text) => typeof text === 'string')
      .join(' '),
  )
}

/** An epoch in seconds as ms; null: it is none. */
export function epochMs(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * 1000 : null
}
