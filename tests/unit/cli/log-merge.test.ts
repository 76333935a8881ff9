import { expect, test } from 'vitest'
import type { LogFeed } from '../../../src/cli/log-feed.ts'
import { mergedByTime, oneByOne, type Told } from '../../../src/cli/log-merge.ts'
import { logEntry } from '../../../src/model/log-entry.ts'

/** A feed that gives its times in pieces; null is an entry without a time. */
function feed(label: string, ...pieces: (number | null)[][]): LogFeed {
  const entries = pieces.map((piece) =>
    piece.map((atMs) => logEntry({ role: 'user', kind: 'text', atMs, text: `${label}${atMs}` })),
  )
  const rest = [logEntry({ role: 'agent', kind: 'usage', text: `${label} rest` })]
  return { label, depth: 0, next: async () => entries.shift() ?? null, rest: () => rest, troubles: () => [] }
}

async function texts(told: AsyncGenerator<Told>): Promise<string[]> {
  const all: string[] = []
  for await (const { entry } of told) all.push(entry.text)
  return all
}

test('several transcripts are merged by time', async () => {
  const feeds = [feed('a', [1, 4], [], [9]), feed('b', [2], [3, 5]), feed('c')]
  expect(await texts(mergedByTime(feeds, false))).toEqual(['a1', 'b2', 'b3', 'a4', 'b5', 'a9'])
})

test('within one transcript its own order stays, whatever its times say', async () => {
  expect(await texts(mergedByTime([feed('a', [5, null, 2, 8]), feed('b', [6])], false))).toEqual([
    'a5',
    'anull',
    'a2',
    'b6',
    'a8',
  ])
})

test('in order is one after the other', async () => {
  expect(await texts(oneByOne([feed('a', [5], [9]), feed('b', [1])], false))).toEqual(['a5', 'a9', 'b1'])
})

test('at the end each transcript tells what it held back, in its own place', async () => {
  const merged = mergedByTime([once(feed('a', [1])), once(feed('b', [2]))], true)
  expect(await texts(merged)).toEqual(['a1', 'a rest', 'b2', 'b rest'])
})

/** What is held back is told once. */
function once(one: LogFeed): LogFeed {
  const rest = [...one.rest()]
  return { ...one, rest: () => rest.splice(0) }
}
