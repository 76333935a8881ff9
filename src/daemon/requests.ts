import type { Request } from '../model/request.ts'
import type { Team } from '../model/team.ts'
import { type FoundRequest, findRequests, removeRequest } from '../store/requests.ts'

/** Requests found in the state folder, and the way to take their files off once they are recorded. */
export interface TakenRequests {
  readonly requests: readonly Request[]
  readonly troubles: readonly string[]
  clear(): void
}

/** Reads the request folder. A file that makes no sense is reported and taken away with the others. */
export function takeRequests(team: Team): TakenRequests {
  const found = find(team.watchdog.stateDir)
  if (found instanceof Error) {
    return { requests: [], troubles: [`requests cannot be read: ${found.message}`], clear: () => undefined }
  }
  const bad = found.filter(({ request }) => request === null)
  return {
    requests: found.flatMap(({ request }) => request ?? []),
    troubles: bad.map(({ file }) => `${file} is no request and was thrown away`),
    clear: () => found.forEach(removeRequest),
  }
}

function find(stateDir: string): FoundRequest[] | Error {
  try {
    return findRequests(stateDir)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
