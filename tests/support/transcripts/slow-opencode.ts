import { DatabaseSync } from 'node:sqlite'
import type { Meant } from './meant.ts'
import { asObject, type Parsed } from './slow-lines.ts'
import { SlowCounts, slowText } from './slow-values.ts'

interface Row {
  readonly id: string
  readonly type: string
  readonly time_created: number
  readonly data: string
}

/** Every use that an OpenCode database holds now, by the rules of docs/transcripts.md. */
export function slowOpencode(path: string): { readonly uses: readonly Meant[]; readonly bad: number } {
  const database = new DatabaseSync(path, { readOnly: true })
  const first = database
    .prepare("SELECT id, '' AS type, time_created, data FROM message")
    .all() as unknown as Row[]
  const second = database
    .prepare('SELECT id, type, time_created, data FROM session_message')
    .all() as unknown as Row[]
  database.close()
  const byId = new Map([...first, ...second].flatMap((row) => useOf(row) ?? []).map((use) => [use.id, use]))
  return { uses: [...byId.values()], bad: [...first, ...second].filter(({ data }) => !objectIn(data)).length }
}

function useOf({ id, type, time_created, data }: Row): Meant | null {
  const message = objectIn(data)
  const tokens = asObject(message?.tokens)
  if (!message || !tokens || (type || message.role) !== 'assistant' || isCopy(id, asObject(message.time)))
    return null
  const counts = new SlowCounts()
  const cache = asObject(tokens.cache)
  const parts = {
    input: counts.count(tokens, 'input'),
    output: counts.count(tokens, 'output'),
    reasoning: counts.count(tokens, 'reasoning'),
    cacheRead: counts.count(cache, 'read'),
    cacheWrite5m: counts.count(cache, 'write'),
    cacheWrite1h: 0,
  }
  const inner = asObject(message.model)
  const model = slowText(message.modelID) || slowText(inner?.id) || slowText(inner?.modelID)
  const atMs = (asObject(message.time)?.created as number | undefined) ?? time_created
  return { id, atMs, model, tokens: parts, odd: counts.odd }
}

/** The id was made more than 100 ms after the answer was there. */
function isCopy(id: string, time: Parsed | null): boolean {
  const told = [time?.created, time?.completed].filter((at) => typeof at === 'number')
  const digits = /^msg_([0-9a-f]{12})/.exec(id)?.[1]
  if (!digits || told.length === 0) return false
  const [idMs, around] = [BigInt(`0x${digits}`) / 4096n, 2n ** 36n]
  const later = (idMs - (BigInt(Math.max(...told)) % around) + around) % around
  return later > 100n && later < 2n ** 35n
}

function objectIn(data: string): Parsed | null {
  try {
    return asObject(JSON.parse(data))
  } catch {
    // No JSON: that is the answer.
    return null
  }
}
