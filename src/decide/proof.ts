import type { Message } from '../model/message.ts'
import type { PaneSeen } from '../model/observation.ts'

/**
 * What proves that a text was taken as a message; null: nothing yet. Its tag outside the input box is proof; for a
 * text without a tag, an empty box and a busy program are.
 */
export function proofOf(message: Message, pane: PaneSeen): string | null {
  const { screen } = pane
  if (message.tagged && screen.tags.includes(message.id)) return 'its tag is in the conversation'
  if (message.state !== 'submitted') return null
  if (pane.input === 'blind') return 'sent; its program has no input box that could prove more'
  if (screen.composer === '' && screen.state === 'working')
    return 'the input box is empty and the agent works'
  if (!message.tagged && screen.composer === '') return 'the input box is empty'
  return null
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
