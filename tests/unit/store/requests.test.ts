import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dropRequest, findRequests, removeRequest, requestFolder } from '../../../src/store/requests.ts'
import { NOON_MS } from '../../support/situation.ts'

let stateDir = ''
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'agents-requests-'))
})
afterEach(() => rmSync(stateDir, { recursive: true }))

const write = (name: string, text: string) => {
  mkdirSync(requestFolder(stateDir), { recursive: true })
  writeFileSync(join(requestFolder(stateDir), name), text)
}

test('requests are found as they were asked, in the order in which they were made', () => {
  const ids = [3, 1, 2].map((ms) =>
    dropRequest(stateDir, { ask: 'send', agents: ['builder'], text: `${ms}` }, NOON_MS + ms),
  )
  const found = findRequests(stateDir)
  expect(found.map(({ request }) => request?.askedMs)).toEqual([NOON_MS + 1, NOON_MS + 2, NOON_MS + 3])
  expect(found.map(({ request }) => request?.id)).toEqual([ids[1], ids[2], ids[0]])
})

test('one that is taken off is gone; nobody else may read the others', () => {
  dropRequest(stateDir, { ask: 'phase-next' }, NOON_MS)
  dropRequest(stateDir, { ask: 'phase', phase: 'core' }, NOON_MS + 1)
  removeRequest(findRequests(stateDir)[0]!)
  expect(findRequests(stateDir).map(({ request }) => request?.ask)).toEqual(['phase'])
  const [name] = readdirSync(requestFolder(stateDir))
  expect(statSync(join(requestFolder(stateDir), name!)).mode & 0o777).toBe(0o600)
})

test('no folder, and what is no request file, are no requests', () => {
  expect(findRequests(stateDir)).toEqual([])
  write('1.json.abc.tmp', '{}')
  expect(findRequests(stateDir)).toEqual([])
})

test.each([
  '',
  'null',
  '[]',
  '"up"',
  '{"ask":"up","agents":["builder"],"askedMs":1',
  '{"ask":"up","agents":["builder"],"askedMs":1}',
  '{"ask":"up","id":"x","askedMs":1}',
  '{"ask":"up","agents":"builder","id":"x","askedMs":1}',
  '{"ask":"up","agents":[1],"id":"x","askedMs":1}',
  '{"ask":"up","agents":[],"id":"x"}',
  '{"ask":"send","agents":["builder"],"id":"x","askedMs":1}',
  '{"ask":"stop","id":"x","askedMs":1}',
  '{"ask":"phase","id":"x","askedMs":1}',
  '{"ask":"toString","id":"x","askedMs":1}',
])('a file that makes no sense is found as such and can be taken away: %s', (text) => {
  write('1.json', text)
  const [found] = findRequests(stateDir)
  expect(found?.request).toBe(null)
  removeRequest(found!)
  expect(findRequests(stateDir)).toEqual([])
})

test('a folder in the place of a request hinders nobody', () => {
  mkdirSync(join(requestFolder(stateDir), '0.json'), { recursive: true })
  dropRequest(stateDir, { ask: 'phase-next' }, NOON_MS)
  const found = findRequests(stateDir)
  expect(found.map(({ request }) => request?.ask)).toEqual([undefined, 'phase-next'])
  for (const one of found) removeRequest(one)
  expect(findRequests(stateDir).map(({ request }) => request)).toEqual([null])
})
