import type { RestartPolicy } from '../model/team.ts'
import type { Partly } from './partial.ts'
import type { RestartKeys } from './schema.ts'
import { DEFAULT_RESTART } from './schema-agent.ts'

/** The keys that are written, over those of the level above. */
export function restartPolicy(
  keys: Partly<RestartKeys> | undefined,
  base: RestartPolicy = DEFAULT_RESTART,
): RestartPolicy {
  return {
    backoffMs: keys?.backoff ?? base.backoffMs,
    maxBackoffMs: keys?.max_backoff ?? base.maxBackoffMs,
    burst: keys?.burst ?? base.burst,
    withinMs: keys?.within ?? base.withinMs,
  }
}
