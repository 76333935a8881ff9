import { emptyMemory, type Memory, newMember } from '../model/memory.ts'
import { beginRun } from './fold-runs.ts'
import { beginStretch } from './fold-tokens.ts'
import { completeSession } from './old-pane.ts'

/**
 * Memory from a snapshot of an older shape, whose first events are gone after a month: without it the team would begin
 * with its first phase again. What that version did not know is as in a new memory; who ran then runs since then.
 */
export function memoryOfOlder(snapshot: Partial<Memory>): Memory {
  const { members = {}, phase, ...rest } = snapshot
  const empty = emptyMemory()
  const memory: Memory = { ...empty, ...rest, phase: { ...empty.phase, ...phase } }
  for (const [name, known] of Object.entries(members)) {
    const member = { ...newMember(name), ...known }
    if (member.seen) member.seen = completeSession(member.seen)
    if (member.runs.length === 0 && member.run !== 'off') beginRun(member, member.session, member.startedMs)
    memory.members[name] = member
  }
  const { current, sinceMs, complete } = memory.phase
  if (memory.stretches.length === 0 && current !== null && !complete) beginStretch(memory, current, sinceMs)
  return memory
}
