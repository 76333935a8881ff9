import { join } from 'node:path'
import type { Ask, Request } from '../model/request.ts'
import { listFolder, readText, removeFile, writeWhole } from '../system/files.ts'
import { randomId } from '../system/ids.ts'

const ASKS = ['up', 'down', 'stop', 'restart', 'send', 'pause', 'resume', 'phase', 'phase-next']

/** The folder whose files are requests; a new file in it wakes the daemon. */
export function requestFolder(stateDir: string): string {
  return join(stateDir, 'requests')
}

/** Requests that this process made; tells their order within one millisecond. */
let made = 0

/** Asks the daemon for something; the answer is an event that carries the returned id. */
export function dropRequest(stateDir: string, ask: Ask, nowMs: number): string {
  const id = randomId()
  const request: Request = { ...ask, id, askedMs: nowMs }
  made += 1
  // The time comes first in the name, so that requests are read in the order in which they were made.
  const name = `${nowMs}-${String(made).padStart(6, '0')}-${id}.json`
  writeWhole(join(requestFolder(stateDir), name), JSON.stringify(request))
  return id
}

/** A request as found; `file` is removed once it is recorded. `request` is null when the file makes no sense. */
export interface FoundRequest {
  readonly file: string
  readonly request: Request | null
}

/** Requests waiting in the folder, oldest first. */
export function findRequests(stateDir: string): FoundRequest[] {
  const folder = requestFolder(stateDir)
  const files = listFolder(folder).filter((name) => name.endsWith('.json'))
  return files.map((name) => ({ file: join(folder, name), request: parse(readText(join(folder, name))) }))
}

/** Takes a request off the list. */
export function removeRequest(found: FoundRequest): void {
  removeFile(found.file)
}

function parse(text: string | null): Request | null {
  try {
    const value = JSON.parse(text ?? '') as Partial<Request>
    const names = 'agents' in value ? value.agents : []
    const listed = Array.isArray(names) && names.every((name) => typeof name === 'string')
    const known = typeof value.id === 'string' && typeof value.ask === 'string' && ASKS.includes(value.ask)
    return known && listed ? (value as Request) : null
  } catch {
    // Not ours, or damaged: the caller says so and takes it away.
    return null
  }
}
