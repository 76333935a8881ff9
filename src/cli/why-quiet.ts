import type { LogEntry } from './why-log.ts'

/** Verdicts of an agent that simply does its work. */
const ROUTINE = /^is (working|idle|starting|off: not started|off: ending)/
/** Fewer turns between work and rest are told one by one. */
const MANY = 3

/** Whether an entry only says that an agent works or rests. */
export function isRoutine({ by, text }: LogEntry): boolean {
  return by === 'verdict' && ROUTINE.test(text)
}

/** A log in which long runs of routine verdicts of one agent are a single entry each. */
export function quieten(log: readonly LogEntry[]): LogEntry[] {
  const quiet: LogEntry[] = []
  let run: LogEntry[] = []
  for (const entry of log) {
    if (isRoutine(entry)) run.push(entry)
    else {
      quiet.push(...summed(run), entry)
      run = []
    }
  }
  return [...quiet, ...summed(run)]
}

function summed(run: LogEntry[]): LogEntry[] {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last || run.length < MANY) return run
  const text = `works and rests by turns (${run.length} changes), then ${last.text}`
  return [{ ...first, text, because: [], times: 1, lastMs: last.atMs }]
}
