import type { Message } from './message.ts'
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

/** Whether what is in the input box is a text of ours, and not a person's draft; wraps and cuts are allowed for. */
export function holdsOurText(text: string, composer: string | null): boolean {
  if (!composer) return false
  const squeeze = (words: string) => words.replace(/\s+/g, '')
  const ours = squeeze(text)
  const there = squeeze(composer)
  return (
    there === ours ||
    (there.length >= 20 && ours.endsWith(there.slice(-40)) && ours.includes(there.slice(0, 40)))
  )
}
