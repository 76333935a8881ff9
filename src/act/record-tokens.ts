import { join } from 'node:path'
import type { Outcome } from '../model/event.ts'
import type { Team } from '../model/team.ts'
import { appendNumbered } from '../system/numbered-log.ts'
import { type Deed, done, failed, type Hands } from './hands.ts'

/** The file with one line for each gate and phase. */
export function tokenLogFile(team: Team): string {
  return join(team.watchdog.stateDir, 'token-log.jsonl')
}

/** Keeps the records of windows that ended, and writes them into token-log.jsonl; each once, however often it is cut off. */
export async function recordTokens({ ledger }: Hands, { decision, team, memory }: Deed): Promise<Outcome> {
  const { action } = decision
  if (action.do !== 'record-tokens') return failed(`${action.do} is no record`)
  const windows = memory.stretches.flatMap((stretch) => stretch.windows)
  const ended = windows.filter(({ id }) => action.windows.includes(id))
  ledger.record(action.records, ended, team)
  const lines = ledger.unwritten()
  const last = lines.at(-1)
  if (!last) return done('nothing to write')
  const refused = append(tokenLogFile(team), lines)
  if (refused !== '') return failed(refused)
  ledger.written(last.number)
  return done(`wrote ${lines.length} record${lines.length === 1 ? '' : 's'} into ${tokenLogFile(team)}`)
}

/** '' when the lines stand in the file. */
function append(path: string, lines: Parameters<typeof appendNumbered>[1]): string {
  try {
    appendNumbered(path, lines)
    return ''
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `${path} cannot be written (${why}); its records are kept in state.db and written when it can be: mend or move what is there`
  }
}
