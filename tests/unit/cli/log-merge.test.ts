import { expect, test } from 'vitest'
import type { LogFeed } from '../../../src/cli/log-feed.ts'
import { mergedByTime, oneByOne, type Told } from '../../../src/cli/log-merge.ts'
import { logEntry } from '../../../src/model/log-entry.ts'

/** A feed that gives its times in pieces; null is an entry without a time. */
function feed(label: string, ...pieces: (number | null)[][]): LogFeed {
  const entries = pieces.map((piece) =>
    piece.map((atMs) => logEntry({ role: 'user', kind: 'text', atMs, text: `${label}${atMs}` })),
  )
  return { label, depth: 0, next: async () => entries.shift() ?? null, troubles: () => [] }
}

async function texts(told: AsyncGenerator<Told>): Promise<string[]> {
  const all: string[] = []
  for await (const { entry } of told) all.push(entry.text)
  return all
}

test('several transcripts are merged by time', async () => {
  const feeds = [feed('a', [1, 4], [], [9]), feed('b', [2], [3, 5]), feed('c')]
  expect(await texts(mergedByTime(feeds))).toEqual(['a1', 'b2', 'b3', 'a4', 'b5', 'a9'])
})

test('within one transcript its own order stays, whatever its times say', async () => {
  expect(await texts(mergedByTime([feed('a', [5, null, 2, 8]), feed('b', [6])]))).toEqual([
    'a5',
    'anull',
    'a2',
    'b6',
    'a8',
  ])
})

test('in order is one after the other', async () => {
  expect(await texts(oneByOne([feed('a', [5], [9]), feed('b', [1])]))).toEqual(['a5', 'a9', 'b1'])
})
