import { type Message, typedText } from './message.ts'
import type { PaneSeen, ScreenReading } from './observation.ts'
import { cleanForTyping } from './text.ts'

/**
 * What proves that a text was taken as a message; null: nothing yet. Its tag outside the input box is proof; once the
 * submit key was sent, so is an empty box in front of a busy program.
 */
export function proofOf(
  message: Pick<Message, 'id' | 'tagged' | 'state'>,
  screen: ScreenReading,
  input: PaneSeen['input'],
): string | null {
  if (message.tagged && screen.tags.includes(message.id)) return 'its tag is in the conversation'
  if (message.state !== 'submitted') return null
  if (input === 'blind') return 'sent; its program has no input box that could prove more'
  if (screen.composer !== '') return null
  if (screen.state === 'working') return 'the input box is empty and the agent works'
  return message.tagged ? null : 'the input box is empty'
}

/** `beside`: our text, and words of somebody else with it. `other`: only those. `unseen`: there is no box. */
export type BoxContent = 'ours' | 'beside' | 'other' | 'empty' | 'unseen'

/** So many characters at an end of our text are known again: enough to be no accident. */
const KNOWN_END = 20

/** Whose text is in the input box of a screen. */
export function boxContent(message: Message, { composer, folded }: ScreenReading): BoxContent {
  if (composer === null) return 'unseen'
  if (composer === '') return 'empty'
  const text = cleanForTyping(typedText(message))
  if (folded) return isFoldOf(text, folded) ? 'ours' : 'other'
  if (holdsOurText(text, composer)) return 'ours'
  const end = tellable(text).slice(-KNOWN_END)
  return end !== '' && tellable(composer).includes(end) ? 'beside' : 'other'
}

/**
 * Whether what is in the input box is a text of ours, and not a person's draft. Allowed for are wraps, a top that is
 * cut off, and characters lost in the middle: a terminal that sees another width cuts rows, while people only add.
 */
export function holdsOurText(text: string, composer: string | null): boolean {
  if (!composer) return false
  const ours = tellable(text)
  const there = tellable(composer)
  if (there === ours) return true
  if (there.length < KNOWN_END || there.length > ours.length) return false
  const beginsAlike = there.length >= 2 * KNOWN_END && ours.startsWith(there.slice(0, KNOWN_END))
  return ours.endsWith(there) || (beginsAlike && ours.endsWith(there.slice(-KNOWN_END)))
}

/** Whether a text would leave nothing to see in an input box, so that it could be neither checked nor submitted. */
export function isInvisible(text: string): boolean {
  return /^[\s\p{C}\p{Default_Ignorable_Code_Point}]*$/u.test(text)
}

/**
 * What of a text can be told again from a screen. Blanks move with the wraps; tmux drops characters that its own
 * tables do not know (newer emoji, private ones) and may lose marks without a width.
 */
export function tellable(text: string): string {
  return text.replace(/[\s\p{M}\p{C}\p{Default_Ignorable_Code_Point}\u{10000}-\u{10ffff}]+/gu, '')
}

/** Whether a folded paste is as long as our text; a CLI may count the last line or not. */
function isFoldOf(text: string, { lines, chars }: NonNullable<ScreenReading['folded']>): boolean {
  const breaks = text.split('\n').length - 1
  if (lines !== null) return Math.abs(lines - breaks) <= 1
  return chars === null ? breaks === 0 : lengthsOf(text).some((length) => Math.abs(chars - length) <= 1)
}

/** Of a text in code points, as most CLIs count, and in UTF-16 units with a tab as four blanks, as pi does. */
function lengthsOf(text: string): number[] {
  return [Array.from(text).length, text.replaceAll('\t', '    ').length]
}
