import { type Member, type MemberRun, RUNS_KEPT } from '../model/memory.ts'

/** A run is begun: what ran before is over by now. */
export function beginRun(member: Member, session: string, atMs: number): void {
  endRun(member, atMs)
  member.session = session
  member.runs = [...member.runs, { session, startedMs: atMs, endedMs: null }].slice(-RUNS_KEPT)
  member.sinceMs = Math.min(member.sinceMs ?? atMs, atMs)
}

/** The current run is over. */
export function endRun(member: Member, atMs: number): void {
  changeLast(member, (run) => (run.endedMs === null ? { ...run, endedMs: atMs } : run))
}

/** The last run is alive after all. */
export function reviveRun(member: Member): void {
  changeLast(member, (run) => ({ ...run, endedMs: null }))
}

/**
 * The clock was set back: what the run writes from now on is stamped earlier than its start. Forward it is only a
 * longer run.
 */
export function splitRun(member: Member, byMs: number, atMs: number): void {
  const run = member.runs.at(-1)
  if (byMs >= 0 || !run || run.endedMs !== null) return
  endRun(member, atMs - byMs)
  beginRun(member, run.session, atMs)
}

function changeLast(member: Member, change: (run: MemberRun) => MemberRun): void {
  const last = member.runs.at(-1)
  if (last) member.runs = [...member.runs.slice(0, -1), change(last)]
}
