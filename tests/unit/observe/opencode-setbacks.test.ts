import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readOpencodeDatabase } from '../../../src/observe/read-opencode.ts'
import { OpencodeFixture } from '../../support/opencode-database.ts'

let fixture: OpencodeFixture
beforeEach(() => {
  fixture = new OpencodeFixture()
})
afterEach(() => fixture.remove())

test('errors that ended turns are told with the tokens, without the whole answer of the service', () => {
  const file = new URL('../../fixtures/transcripts/opencode/1.18.33-setbacks.jsonl', import.meta.url)
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { id, time_created, time_updated, data } = JSON.parse(line)
    if (data.error) data.error.data.responseBody = 'a page of HTML '.repeat(10_000)
    fixture.row(id, JSON.stringify(data), time_created, time_updated)
  }
  const { setbacks, bytes } = readOpencodeDatabase(fixture.source(), null)
  expect(setbacks?.map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ['failure', 1_795_260_203_829],
    ['login', 1_795_260_227_899],
    ['failure', 1_795_260_350_995],
  ])
  expect(bytes).toBeLessThan(10_000)
})
