import type { DialogKind } from '../model/dialog.ts'

/**
 * One dialog of a CLI that is known word for word. It counts only when all of it is on the screen: what it asks, every
 * option, the row that ends it, and nothing below.
 */
export interface DialogForm {
  /** For people and for the record: `trust-folder`. */
  readonly name: string
  readonly kind: DialogKind
  /** Program and version that it was seen on. */
  readonly seenOn: string
  /**
   * Tried on what stands above the options, below the last rule, its lines joined with one space. A group `folder` is the
   * folder that it asks to trust.
   */
  readonly asks: RegExp
  /** Each fits one option; empty: a page whose only way on is Enter, or one whose options are not read since a person answers. */
  readonly options: readonly RegExp[]
  /** There may be options besides those. */
  readonly hasMore?: boolean
  /** Tried on what stands below the options, joined in the same way; with no options on all of it, so it ends with `$`. */
  readonly ends: RegExp
  /** What is done about it; null: a person answers. */
  readonly answer: DialogAnswer | null
}

/** The option to take is found by its text, never by its place. */
export interface DialogAnswer {
  readonly take: RegExp
  /** The option to take instead with `on_limit = "switch"`. */
  readonly switchTo?: RegExp
  /** What agents.toml must say before this may be taken in a person's name; null: it grants nothing. */
  readonly consent: Consent | null
}

export type Consent =
  /** The folder that it names is the agent's own. */
  | { readonly to: 'own-folder' }
  /** One of these words is in the launch line. */
  | { readonly to: 'launch-words'; readonly words: readonly string[] }
  /** The agent or its backend sets this variable. */
  | { readonly to: 'variable'; readonly name: string }
