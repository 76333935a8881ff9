/** Why a text is typed: phase start, hand-off, stall, schedule, end of a park, or a person's word. */
export type MessageKind = 'kickoff' | 'ping' | 'nudge' | 'wake' | 'resume' | 'operator'

/**
 * The life of one text. `typing` is the recorded intent: after a crash in it the outcome is unknown, and is looked
 * for on the screen. `typed`: it stands in the composer. `submitted`: the submit key was sent; it may wait in a queue of the
 * CLI. `accepted`: proven that the model was told it.
 */
export type DeliveryState = 'queued' | 'typing' | 'typed' | 'submitted' | 'accepted' | 'failed'

export interface Message {
  readonly id: number
  /** Says what the message is about; a second one with the same key is never queued. */
  readonly key: string
  readonly agent: string
  readonly kind: MessageKind
  /** What is typed, without the tag. */
  readonly line: string
  /** Whether the tag is appended; a person's own words are typed as they are. */
  readonly tagged: boolean
  /** Typed without the marks of a paste: a CLI takes a command for one only then. */
  readonly asKeys?: true
  readonly queuedMs: number
  readonly state: DeliveryState
  /** Incarnation it was typed into; null while queued. */
  readonly incarnation: number | null
  /** When the state last changed. */
  readonly stateMs: number
  /** How often the submit key was sent. */
  readonly submits: number
  /** When its agent's transcript says that the model was told it, wall ms; absent: it does not say so. */
  readonly toldMs?: number
  /** Why it failed, or what proved it. */
  readonly why: string
}

/** The mark by which a message is known again on a screen and in a transcript. */
export function tagOf(id: number): string {
  return `[agents#${id}]`
}

/** Words of others that are quoted in a message: unable to pass for the tag of one. */
export function withoutTags(text: string): string {
  return text.replaceAll('[agents#', '[agents #')
}

/** Where the long texts of an agent lie, below the state folder; forward slashes. */
export function messageFolder(agent: string): string {
  return `messages/${agent}`
}

/** Name of the file of a long text, in its agent's folder. */
export function messageFileName(key: string): string {
  return `${key.replace(/[^A-Za-z0-9_-]+/g, '-')}.md`
}

/** Exactly what is typed for a message. */
export function typedText(message: Pick<Message, 'id' | 'line' | 'tagged'>): string {
  return message.tagged ? `${message.line} ${tagOf(message.id)}` : message.line
}

/** Whether nothing more will happen to it. */
export function isSettled(message: Message): boolean {
  return message.state === 'accepted' || message.state === 'failed'
}

/** Whether it may already be in the pane, so that typing it again could double it. */
export function isInFlight(message: Message): boolean {
  return message.state === 'typing' || message.state === 'typed' || message.state === 'submitted'
}
