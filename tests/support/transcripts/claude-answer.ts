import type { Tokens } from '../../../src/model/tokens.ts'
import type { Chance } from './chance.ts'
import { anyCount, type Count, NO_COUNT, plainCount } from './counts.ts'
import type { Json } from './json-writer.ts'
import type { Fields } from './line-records.ts'

/** `usage` of one row of a Claude transcript, and what it counts. */
export interface ClaudeUsage {
  readonly written: Fields
  readonly tokens: Tokens
  readonly odd: boolean
}

/**
 * What the rows of one answer say, from the first to the last: growing counts, often with a placeholder as the first.
 * Two that count the same are the same, also in being odd.
 */
export function usagesOfAnswer(chance: Chance, rows: number, oddOneIn: number): ClaudeUsage[] {
  const last = anyUsage(chance, chance.between(2, 3000), oddOneIn)
  const early = Array.from({ length: Math.min(rows - 1, chance.below(4)) }, (_, index) =>
    index === 0 ? withOutput(last, 1) : anyUsage(chance, chance.between(1, 1500), oddOneIn),
  )
  const byTokens = new Map([...early, last].map((usage) => [JSON.stringify(usage.tokens), usage]))
  const distinct = [...byTokens.values()]
  return Array.from({ length: rows }, (_, row) => distinct[Math.min(row, distinct.length - 1)] as ClaudeUsage)
}

/** The same with another output, unless that is odd. */
function withOutput(usage: ClaudeUsage, output: number): ClaudeUsage {
  if (usage.written.output_tokens !== usage.tokens.output) return usage
  return {
    written: { ...usage.written, output_tokens: output },
    tokens: { ...usage.tokens, output },
    odd: usage.odd,
  }
}

function anyUsage(chance: Chance, output: number, oddOneIn: number): ClaudeUsage {
  const count = (most: number) => anyCount(chance, most, oddOneIn)
  const [input, out, read] = [
    count(400),
    chance.below(oddOneIn) ? plainCount(output) : count(3000),
    count(200_000),
  ]
  const cache = cacheWrites(chance, oddOneIn)
  return {
    written: {
      input_tokens: input.written,
      cache_creation_input_tokens: cache.flat.written,
      cache_read_input_tokens: read.written,
      cache_creation: cache.nested,
      output_tokens: out.written,
      ...(chance.happens(0.3) ? besides(chance) : {}),
    },
    tokens: {
      input: input.value,
      output: out.value,
      reasoning: 0,
      cacheRead: read.value,
      cacheWrite5m: cache.writes5m,
      cacheWrite1h: cache.writes1h,
    },
    odd: cache.odd || [input, out, read].some(({ odd }) => odd),
  }
}

interface CacheWrites {
  readonly flat: Count
  readonly nested: Json | undefined
  readonly writes5m: number
  readonly writes1h: number
  readonly odd: boolean
}

function cacheWrites(chance: Chance, oddOneIn: number): CacheWrites {
  const flat = anyCount(chance, 30_000, oddOneIn)
  const nestedIsNone = chance.pick([
    undefined,
    null,
    {},
    [],
    'none',
    5,
    { other: 3 },
    [{ ephemeral_5m_input_tokens: 9 }],
  ])
  if (chance.happens(0.3)) {
    return { flat, nested: nestedIsNone, writes5m: flat.value, writes1h: 0, odd: flat.odd }
  }
  const [short, long] = [anyCount(chance, 20_000, oddOneIn), anyCount(chance, 20_000, oddOneIn)]
  // A key has to be there, for the nested form to count.
  const first = short.written === undefined && long.written === undefined ? plainCount(0) : short
  const sum = first.value + long.value
  const agrees = sum <= 10 ** 12 && !chance.happens(0.1)
  const beside = agrees ? chance.pick([plainCount(sum), plainCount(sum), plainCount(sum), NO_COUNT]) : flat
  const isThere = beside.written !== undefined && beside.written !== null
  return {
    flat: beside,
    nested: { ephemeral_5m_input_tokens: first.written, ephemeral_1h_input_tokens: long.written },
    writes5m: first.value,
    writes1h: long.value,
    odd: beside.odd || first.odd || long.odd || (isThere && beside.value !== sum),
  }
}

/** What newer versions add, and what looks like counts. */
function besides(chance: Chance): Fields {
  return chance.pick<Fields>([
    {
      server_tool_use: { web_search_requests: 3, input_tokens: 777_777 },
      service_tier: 'standard',
      speed: 'fast',
    },
    { iterations: [{ input_tokens: 777_777, output_tokens: 777_777, type: 'message' }] },
    { usage: { output_tokens: 777_777 }, inference_geo: 'eu' },
  ])
}
