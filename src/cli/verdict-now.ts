import type { Member } from '../model/memory.ts'
import type { Verdict } from '../model/verdict.ts'

/** The last verdict, unless the run has begun or ended since: the watchdog judges at its next tick, or stopped. */
export function verdictNow({ verdict, run, held }: Readonly<Member>): Verdict {
  const wasDown = verdict.name === 'off' || verdict.name === 'dead'
  if (run === 'off' && !wasDown)
    return { name: 'off', detail: held === 'down' ? 'taken down' : 'ended', untilMs: null }
  const isUp = run === 'running' || run === 'starting'
  return isUp && wasDown ? { name: 'starting', detail: '', untilMs: null } : verdict
}
