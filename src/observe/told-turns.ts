import { fuse } from '../model/fuse.ts'
import type { Memory } from '../model/memory.ts'
import type { PaneSeen, SessionSeen } from '../model/observation.ts'
import { TELLERS, type Testimony } from '../model/testimony.ts'
import type { TurnTold } from '../model/turn.ts'

type Sessions = Readonly<Record<string, SessionSeen>>

/** Lets transcripts tell, too. They are read after the panes, so that the record of a push holds what was used before it. Pure. */
export function withToldTurns(
  sessions: Sessions,
  memory: Memory,
  told: (agent: string) => TurnTold | null,
  nowMs: number,
): Record<string, SessionSeen> {
  const heard = (name: string, seen: SessionSeen) => {
    const word = seen.kind === 'here' ? wordOf(memory, name, seen, told(name)) : null
    return word && seen.kind === 'here' ? hear(seen, word, nowMs) : seen
  }
  return Object.fromEntries(Object.entries(sessions).map(([name, seen]) => [name, heard(name, seen)]))
}

function hear(seen: PaneSeen, word: Testimony, nowMs: number): PaneSeen {
  const place = ({ teller }: Testimony) => TELLERS.indexOf(teller)
  const testimonies = [...seen.testimonies, word].toSorted((one, other) => place(one) - place(other))
  return { ...seen, testimonies, state: fuse(testimonies, nowMs) }
}

/** The newest word on a turn of this run: read now, or by an earlier watchdog, which has it in the record. */
function wordOf(memory: Memory, name: string, pane: PaneSeen, told: TurnTold | null): Testimony | null {
  const member = memory.members[name]
  const startedMs = member?.runs.at(-1)?.startedMs ?? Number.POSITIVE_INFINITY
  if (told && told.atMs >= startedMs)
    return {
      teller: 'transcript',
      says: told.says,
      sinceMs: told.atMs,
      detail: told.detail,
      untilMs: null,
    }
  const before = member?.seen?.kind === 'here' ? member.seen : null
  if (!before || before.incarnation !== pane.incarnation) return null
  return before.testimonies.find(({ teller }) => teller === 'transcript') ?? null
}
