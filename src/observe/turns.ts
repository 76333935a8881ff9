import { resetMs } from '../backends/reset-time.ts'
import type { Fact } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { Setback, TurnsSeen } from '../model/setback.ts'
import type { SourceRead } from '../model/source.ts'
import { totalOf } from '../model/tokens.ts'
import type { ToldSeen } from '../model/told.ts'

/** Whose transcript was read. */
interface Told {
  readonly agent: string
  /** It belongs to a run that may be under way. */
  readonly isCurrent: boolean
  /** 0: the agent's own; 1: that of a sub-agent. */
  readonly depth: number
}

/** What a look at a transcript tells of how turns went: the newest setback, the newest answer. Empty: nothing. */
export function turnsOf({ agent, isCurrent, depth }: Told, { uses, setbacks = [] }: SourceRead): TurnsSeen[] {
  if (!isCurrent) return []
  // A sub-agent's answer is no proof that its agent goes on, and its failures are told to its agent. A limit stops both.
  const own = setbacks.filter(({ kind }) => depth === 0 || kind === 'limit')
  const setback = own.reduce<Setback | null>(
    (newest, one) => (newest && newest.atMs > one.atMs ? newest : one),
    null,
  )
  // OpenCode counts nothing for an answer that is under way or was refused.
  const answers = depth === 0 ? uses.filter(({ tokens }) => totalOf(tokens) > 0) : []
  const answeredMs = answers
    .flatMap(({ atMs }) => atMs ?? [])
    .reduce<number | null>((newest, atMs) => Math.max(newest ?? 0, atMs), null)
  return setback || answeredMs !== null ? [{ agent, setback: setback && withTime(setback), answeredMs }] : []
}

/** Codex writes the end of its limit into the words alone, by the machine's clock. */
function withTime(setback: Setback): Setback {
  if (setback.kind !== 'limit' || setback.resetsMs !== null) return setback
  return { ...setback, resetsMs: resetMs(setback.words, setback.atMs) }
}

/** Setbacks that memory does not know yet, and answers that came behind those it knows, as facts to record. Pure. */
export function noticeTurns(memory: Memory, turns: readonly TurnsSeen[]): Fact[] {
  return turns.flatMap(({ agent, setback, answeredMs }): Fact[] => {
    const member = memory.members[agent]
    // What an earlier run met is no news of this one.
    const sinceMs = member?.runs.at(-1)?.startedMs ?? Number.POSITIVE_INFINITY
    const isNew = setback !== null && setback.atMs >= sinceMs && setback.atMs > (member?.setback?.atMs ?? 0)
    const met = isNew ? setback : null
    const lastMs = met?.atMs ?? member?.setback?.atMs ?? 0
    const isOver = answeredMs !== null && answeredMs > Math.max(lastMs, member?.parked?.sinceMs ?? 0)
    const wentOn = isOver && answeredMs >= sinceMs && (met !== null || isOpen(memory, agent))
    return [
      ...(met ? [{ what: 'setback', member: agent, setback: met } as const] : []),
      ...(wentOn ? [{ what: 'went-on', member: agent, answeredMs } as const] : []),
    ]
  })
}

/** Texts of ours that memory does not know as told yet, as facts to record. Pure. */
export function noticeTold({ messages }: Memory, told: readonly ToldSeen[]): Fact[] {
  const news = told.filter(({ message: id }) => messages[id] && messages[id].toldMs === undefined)
  return news.map(({ agent, message, atMs }) => ({ what: 'told', member: agent, told: { message, atMs } }))
}

/** Whether an answer of the agent would be news. */
function isOpen({ members }: Memory, agent: string): boolean {
  const member = members[agent]
  return member !== undefined && (member.setbacks > 0 || member.parked !== null)
}
