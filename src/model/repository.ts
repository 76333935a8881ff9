/** Why git gave no answer. */
export type GitFailureKind =
  | 'not-a-repository'
  | 'no-branch'
  | 'needs-login'
  | 'unreachable'
  | 'timeout'
  | 'unsafe-owner'
  | 'rate-limited'
  | 'git-missing'
  | 'folder-not-empty'
  | 'failed'

/** A failure as a value: one clean line without credentials, and what a person does about it. */
export interface GitFailure {
  readonly kind: GitFailureKind
  readonly message: string
  readonly hint: string
}

/** What of the repository was seen last; the caller persists it, and hands it back at the next look. */
export interface RepositoryMark {
  /** Commit of the branch; null: the branch does not exist. */
  readonly head: string | null
  /** The newest head that ever was: a branch that is deleted and made again does not make its past news. */
  readonly lastHead: string | null
  /** Blob id by path in the repository; null: no such file. */
  readonly statusBlobs: Readonly<Record<string, string | null>>
  readonly inboxBlobs: Readonly<Record<string, string | null>>
}

/** What to look for. Paths are relative to the top of the repository. */
export interface RepositoryAsk {
  /** Path or URL. */
  readonly repo: string
  readonly branch: string
  readonly statusFiles: readonly { readonly phase: string; readonly path: string }[]
  readonly inboxes: readonly { readonly path: string }[]
  readonly doneMarker: string
  readonly patterns: SubjectPatterns
}

/** What makes a commit subject a claim or a review; linear-time patterns, compiled by the caller. */
export interface SubjectPatterns {
  readonly claim: RegExp
  readonly review: RegExp
}

export type Verdict = 'PASS' | 'FAIL' | 'VETO'

/** One commit, its strings fit for one line. */
export interface CommitSeen {
  readonly sha: string
  readonly authorName: string
  readonly authorEmail: string
  readonly subject: string
  /** Commit time by the committer's wall clock. */
  readonly atMs: number
  /** Label of the claim (`''`: a claim without one); null: no claim. */
  readonly claim: string | null
  readonly review: ReviewSeen | null
}

export interface ReviewSeen {
  readonly label: string
  /** null: the subject names no verdict. */
  readonly verdict: Verdict | null
}

/**
 * How the branch stands to the mark: `first` (no mark), `forward`, `rewritten` (the old head is no ancestor),
 * `created`, `deleted`, or `still` (same head, but other files are asked for).
 */
export type Move = 'first' | 'forward' | 'rewritten' | 'created' | 'deleted' | 'still'

export interface InboxSeen {
  readonly path: string
  readonly change: 'written' | 'deleted'
  /** Names of the authors who touched it since the mark (at `first`: the last one); empty: not known. */
  readonly authors: readonly string[]
}

/** The branch as pushed, with what is news since the mark. */
export interface RepositoryNews {
  readonly kind: 'seen'
  readonly mark: RepositoryMark
  readonly moved: Move
  /** News, oldest first, at most the newest 200; empty unless `forward` or `created`. */
  readonly commits: readonly CommitSeen[]
  /** How many older news were left out. */
  readonly more: number
  /** At `first` alone: claims and reviews among the last 2,000 commits, oldest first. Not news. */
  readonly history: readonly CommitSeen[]
  /** By phase: its status file holds the done marker. */
  readonly done: Readonly<Record<string, boolean>>
  /** Status files too large to read, or no files at all; they count as not done. */
  readonly unread: readonly string[]
  /** Inboxes that changed since the mark; at `first` those that exist. */
  readonly inboxes: readonly InboxSeen[]
}

export type RepositorySeen =
  | { readonly kind: 'same' }
  | { readonly kind: 'unknown'; readonly failure: GitFailure }
  | RepositoryNews

/** All claims and reviews on the branch since a commit, oldest first. */
export type GatesSeen =
  | { readonly kind: 'unknown'; readonly failure: GitFailure }
  | {
      readonly kind: 'gates'
      readonly head: string | null
      readonly commits: readonly CommitSeen[]
    }
