import type { Death, Member } from '../model/memory.ts'
import type { RestartPolicy } from '../model/team.ts'

/** The deaths that count against a member: since its last good spell, and not the machine's fault. */
function deathsOf(member: Readonly<Member>, policy: RestartPolicy): readonly Death[] {
  const own = member.deaths.filter((death) => !death.shared)
  // A run that lasted as long as the breaker's window is proof that the agent can live.
  const good = own.findLastIndex((death) => death.livedMs >= policy.withinMs)
  return own.slice(Math.max(0, good))
}

/** How many deaths count against a member now. */
export function deathsCounted(member: Readonly<Member>, policy: RestartPolicy): number {
  return deathsOf(member, policy).length
}

/**
 * How long to wait after the last death, ms: the first back-off doubled for each further death, up to the cap.
 * Up to a tenth is added by name, so that agents that died together do not all come back at once.
 */
export function backoffMs(member: Readonly<Member>, policy: RestartPolicy, name: string): number {
  const deaths = Math.max(1, deathsCounted(member, policy))
  const waitMs = Math.min(policy.maxBackoffMs, policy.backoffMs * 2 ** Math.min(deaths - 1, 30))
  return Math.round(waitMs * (1 + jitter(name) / 10))
}

/** Whether more than `burst` deaths fell within the window that ends at the last one. */
export function isCrashLoop(member: Readonly<Member>, policy: RestartPolicy): boolean {
  const deaths = deathsOf(member, policy)
  const lastMs = deaths.at(-1)?.atMs ?? 0
  return deaths.filter((death) => lastMs - death.atMs <= policy.withinMs).length > policy.burst
}

/** A number in 0..1 that is always the same for a name. */
function jitter(name: string): number {
  let hash = 0
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1000
  return hash / 1000
}
