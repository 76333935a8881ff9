import { fuse, screenTestimony } from '../model/fuse.ts'
import type { PaneSeen, SessionSeen } from '../model/observation.ts'

/** A session as recorded; what an older version did not look at is told by the screen that it saw. */
export function completeSession(seen: SessionSeen): SessionSeen {
  return seen.kind === 'here' && !('testimonies' in seen) ? complete(seen) : seen
}

function complete(seen: Omit<PaneSeen, 'testimonies' | 'state'>): PaneSeen {
  const testimonies = [screenTestimony(seen.screen, seen.activityMs)]
  return { ...seen, testimonies, state: fuse(testimonies, seen.activityMs) }
}
