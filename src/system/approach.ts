import type { GitFailure } from '../model/repository.ts'

/**
 * Whether the branch may have moved. `same`: it surely has not since `knownHead` was confirmed, and no process ran.
 * `open`: read it in `folder` under `ref` (null: the remote has no such branch), then call `confirm` with its head.
 */
export type Approach =
  | { readonly kind: 'same' }
  | { readonly kind: 'unknown'; readonly failure: GitFailure }
  | {
      readonly kind: 'open'
      readonly folder: string
      readonly ref: string | null
      readonly confirm: (head: string | null) => void
    }
