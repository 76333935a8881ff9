import { type Member, type Memory, newMember } from '../model/memory.ts'

/** How many deaths are remembered for each member; the breaker needs far fewer. */
export const DEATHS_KEPT = 50

/** The member of that name, made when it is new. */
export function memberOf(memory: Memory, name: string): Member {
  const known = memory.members[name]
  if (known) return known
  const made = newMember(name)
  memory.members[name] = made
  return made
}
