import { fuse, screenTestimony } from '../model/fuse.ts'
import { BLANK_SCREEN, type PaneSeen, type SessionSeen } from '../model/observation.ts'

/** A session as recorded; what an older version did not look at is told by the screen that it saw. */
export function completeSession(seen: SessionSeen): SessionSeen {
  return seen.kind === 'here' && !('testimonies' in seen) ? complete(seen) : seen
}

function complete(seen: Omit<PaneSeen, 'testimonies' | 'state'>): PaneSeen {
  const screen = { ...BLANK_SCREEN, ...seen.screen }
  const testimonies = [screenTestimony(screen, seen.activityMs)]
  return { ...seen, screen, testimonies, state: fuse(testimonies, seen.activityMs) }
}
