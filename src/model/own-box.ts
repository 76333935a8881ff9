import type { Message } from './message.ts'
import { typedText } from './message.ts'
import type { PaneSeen } from './observation.ts'
import { tellable } from './proof.ts'
import { cleanForTyping } from './text.ts'

const TAG = /\[agents#(\d+)\]/g

/**
 * Ids of our texts of which an input box holds all words and nothing else: a submit key was swallowed, or Escape gave them back.
 * Empty: it is empty, or a person's words stand in it. A text without a tag may be a person's own draft, unless it is the one
 * that we typed last.
 */
export function oursInBox(
  messages: readonly Message[],
  agent: string,
  { screen: { composer, folded }, typed }: Pick<PaneSeen, 'screen' | 'typed'>,
): number[] {
  if (!composer || folded) return []
  const mine = messages.filter((one) => one.agent === agent)
  const named = [...composer.matchAll(TAG)].map((match) => Number(match[1]))
  const ids = named.length > 0 ? named : typed === null ? [] : [typed]
  const texts = ids.map((id) => mine.find((one) => one.id === id && (one.tagged || one.id === typed)))
  const ours = texts.map((one) => (one ? tellable(cleanForTyping(typedText(one))) : '')).join('')
  return ours !== '' && ours === tellable(composer) && texts.every((one) => one !== undefined) ? ids : []
}
