import type { Member } from '../model/memory.ts'
import type { Verdict } from '../model/verdict.ts'

/** The last verdict; of a program that was ended since, the watchdog had no time to say so when it stopped with it. */
export function verdictNow({ verdict, run, held }: Readonly<Member>): Verdict {
  if (run !== 'off' || verdict.name === 'off' || verdict.name === 'dead') return verdict
  return { name: 'off', detail: held === 'down' ? 'taken down' : 'ended', untilMs: null }
}
