import { isInFlight, type Message, tagOf, typedText } from './message.ts'
import { cleanForTyping } from './text.ts'

/** A text of ours that a transcript is searched for. */
export interface AwaitedText {
  readonly message: number
  /** What is looked for: its tag, or all its words where it has none. */
  readonly words: string
  /** Its own words are all that a text without a tag is known by: they must stand alone. */
  readonly isWhole: boolean
  /** No row written earlier is about it, wall ms. */
  readonly sinceMs: number
}

/** A text of ours stands in an agent's transcript as something that its model was told. */
export interface TextTold {
  readonly message: number
  /** When the row was written, wall ms. */
  readonly atMs: number
}

/** The same, and in whose transcript. */
export interface ToldSeen extends TextTold {
  readonly agent: string
}

/** What an agent's transcripts are to be searched for: its texts that may be in its pane. */
export function awaitedOf(messages: readonly Message[], agent: string): AwaitedText[] {
  return messages.flatMap((one): AwaitedText[] => {
    if (one.agent !== agent || !isInFlight(one) || one.toldMs !== undefined) return []
    const words = one.tagged ? tagOf(one.id) : cleanForTyping(typedText(one)).trim()
    if (words === '') return []
    return [{ message: one.id, words, isWhole: !one.tagged, sinceMs: one.queuedMs }]
  })
}
