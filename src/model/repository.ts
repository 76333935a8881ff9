/** What was last seen of the repository that counts: commit and blob ids; null = absent. */
export interface RepositoryMark {
  readonly head: string | null
  readonly statusBlobs: Readonly<Record<string, string | null>>
  readonly inboxBlobs: Readonly<Record<string, string | null>>
}

export type ReviewVerdict = 'PASS' | 'FAIL' | 'VETO'

export interface CommitSeen {
  readonly sha: string
  readonly authorName: string
  readonly authorEmail: string
  /** Cleaned of control characters, shortened. */
  readonly subject: string
  readonly atMs: number
  /** The label of a claim, `''` when the subject matches without one; null: no claim. */
  readonly claim: string | null
  readonly review: { readonly label: string; readonly verdict: ReviewVerdict | null } | null
}

export interface InboxSeen {
  readonly path: string
  readonly change: 'written' | 'deleted'
  /** Mail addresses of those who changed it since the last look. */
  readonly authors: readonly string[]
}

export type RepositorySeen =
  | { readonly kind: 'same' }
  | { readonly kind: 'unknown'; readonly why: string; readonly hint: string }
  | {
      readonly kind: 'seen'
      readonly mark: RepositoryMark
      readonly moved: 'first' | 'forward' | 'rewritten' | 'created' | 'deleted'
      /** Oldest first, at most 200. */
      readonly commits: readonly CommitSeen[]
      /** How many more there were. */
      readonly more: number
      /** For each phase id whether its status file holds the done marker. */
      readonly done: Readonly<Record<string, boolean>>
      readonly inboxes: readonly InboxSeen[]
    }
