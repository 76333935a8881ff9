import { Chance } from './chance.ts'
import type { Corpus } from './corpus.ts'
import { anyCount } from './counts.ts'
import { type Fields, type LineRecord, lineRecord, onLines } from './line-records.ts'
import { anyText } from './texts.ts'
import { anyStart, anyTime } from './times.ts'

const ODD_ONE_IN = 25

/** Transcripts of scripted agents. */
export function scriptedCorpus(seed: number): Corpus {
  const chance = new Chance(seed)
  const files = Array.from({ length: 3 }, () => {
    const id = chance.uuid()
    return { path: `${id}.jsonl`, pieces: onLines(chance, session(chance, id), { share: 0.12, words: null }) }
  })
  return { seed, standing: 'largest', files }
}

function session(chance: Chance, sessionId: string): LineRecord[] {
  let nowMs = anyStart(chance)
  return Array.from({ length: chance.between(1, 30) }, (_, index) => {
    nowMs += chance.below(20_000)
    const shared = { id: `${sessionId}-${index}`, sessionId }
    return chance.happens(0.6) ? answer(chance, shared, nowMs) : other(chance, shared, nowMs)
  })
}

function answer(chance: Chance, shared: Fields & { readonly id: string }, nowMs: number): LineRecord {
  const time = anyTime(chance, nowMs, ODD_ONE_IN * 3)
  const parts = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const
  const counts = parts.map((part) => ({ part, count: anyCount(chance, 5000, ODD_ONE_IN) }))
  const usage = Object.fromEntries(counts.map(({ part, count }) => [part, count.written]))
  const value = (wanted: string) => counts.find(({ part }) => part === wanted)?.count.value ?? 0
  const meant = {
    id: shared.id,
    atMs: time.atMs,
    model: 'scripted',
    tokens: {
      input: value('input'),
      output: value('output'),
      reasoning: 0,
      cacheRead: value('cacheRead'),
      cacheWrite5m: value('cacheWrite5m'),
      cacheWrite1h: value('cacheWrite1h'),
    },
    odd: counts.some(({ count }) => count.odd),
  }
  const fields = {
    type: 'assistant',
    ...shared,
    at: time.written,
    model: 'scripted',
    text: anyText(chance),
    usage,
  }
  return lineRecord(chance, fields, [meant])
}

function other(chance: Chance, shared: Fields, nowMs: number): LineRecord {
  const usage = { input: 777_777, output: 777_777 }
  const fields = chance.pick<Fields>([
    { type: 'user', text: anyText(chance), usage },
    { type: 'tool', argv: ['cat', anyText(chance)], exitCode: 0, output: anyText(chance), usage },
    { type: 'assistant', text: anyText(chance), usage: chance.pick([undefined, null, [usage], 'none', 7]) },
    { type: 'event', event: 'limit', text: '"usage":{"output":777777}', data: { usage } },
  ])
  return lineRecord(chance, { ...shared, at: new Date(nowMs).toISOString(), ...fields })
}
