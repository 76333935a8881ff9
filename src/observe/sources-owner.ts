import type { MemberRun } from '../model/memory.ts'
import type { Head, Heads } from './sources-heads.ts'
import { type Owner, type PlaceAsk, runAt, type Undecided } from './sources-place.ts'

/** What becomes of a transcript whose session nobody chose. */
export type Claim =
  | { readonly kind: 'owned'; readonly owner: Owner; readonly run: MemberRun }
  | { readonly kind: 'undecided'; readonly undecided: Undecided }
  | { readonly kind: 'foreign' }

/**
 * Gives transcripts to agents by where and when they began. Where several agents fit, nothing is guessed: the first
 * of our tags in its user texts says whose it is, and without one it is nobody's. The same holds where an agent's
 * sessions have chosen ids: one with another id may be a person's, or what a `/clear` made.
 */
export class Claims {
  readonly #heads: Heads
  /** Owners by the proof of a tag. The message may be forgotten later, the proof is not. */
  readonly #proven = new Map<string, string>()

  constructor(heads: Heads) {
    this.#heads = heads
  }

  /** `candidates`: the agents that work in the folder of its head. */
  claim(path: string, head: Head, candidates: readonly Owner[], { addressee }: PlaceAsk): Claim {
    const fitting = candidates.flatMap((owner) => {
      const run = runAt(owner, head.beganMs)
      return run ? [{ owner, run }] : []
    })
    const [first] = fitting
    if (!first) return { kind: 'foreign' }
    if (fitting.length === 1 && !first.owner.isChosen) return { kind: 'owned', ...first }
    const names = fitting.map(({ owner }) => owner.agent.name)
    const name = this.#proven.get(path) ?? this.#prove(path, names, addressee)
    const proven = fitting.find(({ owner }) => owner.agent.name === name)
    if (proven) return { kind: 'owned', ...proven }
    if (fitting.every(({ owner }) => owner.isChosen)) return { kind: 'foreign' }
    return { kind: 'undecided', undecided: { path, owners: names, beganMs: head.beganMs } }
  }

  #prove(path: string, names: readonly string[], addressee: PlaceAsk['addressee']): string | undefined {
    const said = this.#heads.tags(path).map((tag) => addressee(tag) ?? '')
    const name = said.find((one) => names.includes(one))
    if (name !== undefined) this.#proven.set(path, name)
    return name
  }
}

/** Owners by the folder that they work in; `keyOf` says it as the CLI writes it down. */
export function byFolder(
  owners: readonly Owner[],
  keyOf: (owner: Owner) => string = ({ cwd }) => cwd,
): Map<string, Owner[]> {
  return Map.groupBy(owners, keyOf)
}
