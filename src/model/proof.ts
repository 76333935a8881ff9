import { type Message, typedText } from './message.ts'
import type { PaneSeen, ScreenReading } from './observation.ts'

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

/** The end of our text that is looked for among other words: long enough to be no accident. */
const KNOWN_END = 20

/** Whose text is in the input box of a screen. */
export function boxContent(message: Message, { composer, folded }: ScreenReading): BoxContent {
  if (composer === null) return 'unseen'
  if (composer === '') return 'empty'
  const text = typedText(message)
  if (folded) return isFoldOf(text, folded) ? 'ours' : 'other'
  if (holdsOurText(text, composer)) return 'ours'
  return visible(composer).includes(visible(text).slice(-KNOWN_END)) ? 'beside' : 'other'
}

/** Whether what is in the input box is a text of ours, and not a person's draft; wraps and a cut top are allowed for. */
export function holdsOurText(text: string, composer: string | null): boolean {
  if (!composer) return false
  const ours = visible(text)
  const there = visible(composer)
  return there === ours || (there.length >= KNOWN_END && ours.endsWith(there))
}

/** What of a text can be told again from a screen: blanks move with the wraps, and marks without a width get lost. */
export function visible(text: string): string {
  return text.replace(/[\s\p{M}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu, '')
}

/** Whether a folded paste is as long as our text; a CLI may count the last line or not. */
function isFoldOf(text: string, { lines, chars }: NonNullable<ScreenReading['folded']>): boolean {
  const breaks = text.split('\n').length - 1
  if (lines !== null) return Math.abs(lines - breaks) <= 1
  return chars === null ? breaks === 0 : Math.abs(chars - Array.from(text).length) <= 1
}
