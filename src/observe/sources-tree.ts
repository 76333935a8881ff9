import type { Source } from '../model/source.ts'
import type { Head } from './sources-heads.ts'
import { byFolder, type Claim, type Claims } from './sources-owner.ts'
import type { Owned, Owner, PlaceAsk, PlaceSeen, Undecided } from './sources-place.ts'

/** One session or thread that was found, with what it says of itself. */
export interface Found {
  readonly path: string
  readonly head: Head
  readonly source: Source
}

/** Gives sessions to agents by folder and start, and those of sub-agents to whom their parent belongs. */
export function claimTree(
  claims: Claims,
  found: readonly Found[],
  ask: PlaceAsk,
  keyOf?: (owner: Owner) => string,
): PlaceSeen {
  const folders = byFolder(ask.owners, keyOf)
  const byId = new Map(found.map((one) => [one.head.id, one]))
  const claimed = new Map<Found, Claim>()
  const claimOf = (one: Found): Claim => {
    const known = claimed.get(one)
    if (known) return known
    // A circle of parents, which only a damaged file can make, belongs to nobody.
    claimed.set(one, { kind: 'foreign' })
    const parent = one.head.parent === null ? undefined : byId.get(one.head.parent)
    const claim = parent
      ? claimOf(parent)
      : claims.claim(one.path, one.head, folders.get(one.head.folder) ?? [], ask)
    claimed.set(one, claim)
    return claim
  }
  const owned: Owned[] = []
  const undecided: Undecided[] = []
  for (const one of found) {
    const claim = claimOf(one)
    if (claim.kind === 'owned') owned.push(ownedBy(one, claim))
    if (claim.kind === 'undecided') undecided.push(claim.undecided)
  }
  return { owned, undecided }
}

function ownedBy({ head, source }: Found, { owner, run }: Extract<Claim, { kind: 'owned' }>): Owned {
  const isCurrent = run.endedMs === null
  return { owner: owner.agent.name, source, depth: head.isSub ? 1 : 0, isCurrent }
}
