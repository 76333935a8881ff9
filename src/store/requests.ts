import { join } from 'node:path'
import type { Ask, Request } from '../model/request.ts'
import { listFolder, readText, removeFile, writeWhole } from '../system/files.ts'
import { randomId } from '../system/ids.ts'

/** What each ask needs besides its name. */
const ASKS: { readonly [A in Ask['ask']]: (value: Readonly<Record<string, unknown>>) => boolean } = {
  up: namesAgents,
  down: namesAgents,
  stop: (value) => typeof value.keepSessions === 'boolean',
  restart: namesAgents,
  send: (value) => namesAgents(value) && typeof value.text === 'string',
  pause: namesAgents,
  resume: namesAgents,
  phase: (value) => typeof value.phase === 'string',
  'phase-next': () => true,
}

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
  return files.map((name) => ({ file: join(folder, name), request: readRequest(join(folder, name)) }))
}

/** Takes a request off the list. */
export function removeRequest(found: FoundRequest): void {
  try {
    removeFile(found.file)
  } catch (error) {
    // A folder of that name is nobody's request: it stays, and is told at every look.
    if (found.request) throw error
  }
}

function readRequest(file: string): Request | null {
  try {
    const value: unknown = JSON.parse(readText(file) ?? '')
    return isRequest(value) ? value : null
  } catch {
    // Not ours, damaged, or no file at all: the caller says so and takes it away.
    return null
  }
}

function isRequest(value: unknown): value is Request {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Readonly<Record<string, unknown>>
  const { ask, id, askedMs } = fields
  if (typeof id !== 'string' || id === '' || typeof askedMs !== 'number') return false
  return typeof ask === 'string' && Object.hasOwn(ASKS, ask) && ASKS[ask as Ask['ask']](fields)
}

function namesAgents({ agents }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(agents) && agents.every((name) => typeof name === 'string')
}
