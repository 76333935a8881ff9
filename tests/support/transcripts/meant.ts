import type { Tokens } from '../../../src/model/tokens.ts'
import type { Standing } from '../../../src/model/use.ts'

/** What the maker of a record means it to count. `id` is the maker's own: only its being equal or not matters. */
export interface Meant {
  readonly id: string
  readonly atMs: number | null
  readonly model: string
  readonly tokens: Tokens
  readonly odd: boolean
}

/**
 * The answers that stand, by the rules of docs/transcripts.md; written apart from src/model/use.ts on purpose.
 * By `last`, records must come in the order in which they were written.
 */
export function standing(rule: Standing, records: Iterable<Meant>): Meant[] {
  const byId = new Map<string, Meant>()
  for (const record of records) {
    const before = byId.get(record.id)
    byId.set(record.id, before ? oneOf(rule, before, record) : record)
  }
  return [...byId.values()]
}

function oneOf(rule: Standing, before: Meant, after: Meant): Meant {
  const stands = rule === 'last' || compare(sortKey(after), sortKey(before)) > 0 ? after : before
  const times = [before.atMs, after.atMs].filter((time) => time !== null)
  return { ...stands, atMs: times.length === 0 ? null : Math.min(...times) }
}

/** By output with reasoning, by the total, then part by part, then by the model's name. */
function sortKey({ tokens, model }: Meant): (number | string)[] {
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  const total = input + output + reasoning + cacheRead + cacheWrite5m + cacheWrite1h
  return [output + reasoning, total, output, input, cacheRead, cacheWrite1h, model]
}

function compare(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  for (const [index, value] of one.entries()) {
    const against = other[index] as number | string
    if (value !== against) return value > against ? 1 : -1
  }
  return 0
}

/** Each answer as one line of text without its id, sorted: two lists are equal when they count the same. */
export function listed(answers: Iterable<Meant>): string[] {
  return Array.from(answers, oneLine).sort()
}

function oneLine({ atMs, model, tokens, odd }: Meant): string {
  const at = atMs === null ? 'no time' : new Date(atMs).toISOString()
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  const counts = `in ${input} out ${output} think ${reasoning} read ${cacheRead} 5m ${cacheWrite5m} 1h ${cacheWrite1h}`
  return `${at} ${JSON.stringify(model)} ${counts}${odd ? ' odd' : ''}`
}

/** Tokens of all parts for each model and UTC day, as `<model> <day>`: what a user adds up. */
export function byModelAndDay(answers: Iterable<Meant>): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { atMs, model, tokens } of answers) {
    const day = atMs === null ? 'no day' : new Date(atMs).toISOString().slice(0, 10)
    const total = Object.values(tokens).reduce((sum: number, part: number) => sum + part, 0)
    const key = `${model} ${day}`
    sums.set(key, (sums.get(key) ?? 0) + total)
  }
  return new Map([...sums].sort(([one], [other]) => (one < other ? -1 : 1)))
}
