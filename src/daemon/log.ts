import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { describeEvent } from '../model/describe.ts'
import type { Event } from '../model/event.ts'
import { rotateWhenLarge } from '../system/files.ts'

/** The log is begun anew at a start when it is larger; one old one is kept. */
const LOG_MAX_BYTES = 50_000_000

/** watchdog.log: one JSON object for each event, for people and jq. The record, not this, is what counts. */
export function openLog(stateDir: string): Logger {
  const path = join(stateDir, 'watchdog.log')
  rotateWhenLarge(path, LOG_MAX_BYTES)
  const file = pino.destination({
    dest: path,
    append: true,
    mode: 0o600,
    sync: true,
  })
  // A full disk costs the log a line, never the watch; that events are not saved is told by the record.
  let told = ''
  file.on('error', ({ message }: Error) => {
    if (message !== told) process.stderr.write(`watchdog.log: ${message}\n`)
    told = message
  })
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, file)
}

/** Writes events into the log. A log that cannot be written stops nothing. */
export function logEvents(log: Logger, events: readonly Event[]): void {
  for (const event of events) {
    const level =
      event.type === 'withheld' || (event.type === 'fact' && event.fact.what === 'session') ? 'debug' : 'info'
    log[level]({ seq: event.seq }, describeEvent(event))
  }
}
