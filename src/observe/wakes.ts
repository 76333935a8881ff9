import { CronExpressionParser } from 'cron-parser'
import { recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Team, Wake } from '../model/team.ts'

/** Agents whose wake is due at `nowMs`, with the latest moment at which it fell due. */
export function wakesDue(team: Team, memory: Memory, nowMs: number): Record<string, number> {
  const due: Record<string, number> = {}
  for (const agent of team.agents) {
    const member = recall(memory, agent.name)
    const sinceMs = member.wokenMs ?? member.startedMs
    if (!agent.wake || sinceMs === 0) continue
    const at = latestDueMs(agent.wake, sinceMs, nowMs)
    if (at !== null) due[agent.name] = at
  }
  return due
}

/** The latest moment after `sinceMs` and not after `nowMs` at which a wake falls due; null: none. */
export function latestDueMs(wake: Wake, sinceMs: number, nowMs: number): number | null {
  if (wake.everyMs !== null) {
    const times = Math.floor((nowMs - sinceMs) / wake.everyMs)
    return times >= 1 ? sinceMs + times * wake.everyMs : null
  }
  if (wake.cron === null) return null
  const dueMs = nextCronMs(wake.cron, wake.tz, sinceMs)
  if (dueMs > nowMs) return null
  // Several were missed: one wake, counted from now, so that the missed ones do not follow it.
  return nextCronMs(wake.cron, wake.tz, dueMs) <= nowMs ? nowMs : dueMs
}

function nextCronMs(cron: string, tz: string | null, afterMs: number): number {
  const options = { currentDate: new Date(afterMs), ...(tz ? { tz } : {}) }
  return CronExpressionParser.parse(cron, options).next().getTime()
}
