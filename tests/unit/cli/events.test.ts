import { afterEach, beforeEach, expect, test } from 'vitest'
import { pollUntil } from '../../../src/system/poll.ts'
import { fact, queue, RecordedTeam, verdict } from '../../support/recorded-team.ts'

let team: RecordedTeam
beforeEach(() => {
  team = new RecordedTeam()
})
afterEach(() => team.close())

const HOUR = 3_600_000

test('events are one line each: time, number, sentence', async () => {
  team.add(0, verdict('builder', 'working'), queue('adversary', 'k', 'Review it.'))
  const { code, out } = await team.run('events')
  expect(code).toBe(0)
  expect(out).toMatch(
    /^\d\d:\d\d:\d\d {6}1 {2}builder is working\n\d\d:\d\d:\d\d {6}2 {2}handoff: queue ping for adversary: Review it\.\n$/,
  )
})

test('--agent keeps what concerns an agent: its own events, and those of all in which it has a part', async () => {
  const request = { ask: 'pause', agents: ['builder'], id: 'r1', askedMs: Date.now() } as const
  team.add(0, verdict('builder', 'idle'), verdict('desk', 'idle'), fact({ what: 'request', request }))
  team.add(0, fact({ what: 'mass-death', members: ['builder', 'desk', 'preview'], why: 'server gone' }))
  team.add(0, fact({ what: 'troubles', troubles: ['disk'] }))
  const { out } = await team.run('events', '--agent', 'builder', '--json')
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).seq),
  ).toEqual([1, 3, 4])
})

test('--since and --limit narrow the list; a date is shown when it is not today', async () => {
  for (let i = 60; i > 0; i--) team.add(i * HOUR, verdict('builder', i % 2 ? 'idle' : 'working'))
  const count = async (...argv: string[]) => (await team.run('events', ...argv)).out.trim().split('\n').length
  expect(await count()).toBe(50)
  expect(await count('--limit', '7')).toBe(7)
  expect(await count('--since', '10h30m')).toBe(10)
  expect(await count('--since', new Date(Date.now() - 59.5 * HOUR).toISOString())).toBe(59)
  expect(await count('--since', '30h', '--limit', '3')).toBe(3)
  expect((await team.run('events')).out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /)
})

test('the last events of a quiet agent are found far behind those of the others', async () => {
  team.add(0, ...Array.from({ length: 7 }, () => verdict('desk', 'idle')))
  team.add(0, ...Array.from({ length: 2_000 }, () => verdict('builder', 'idle')))
  const { out } = await team.run('events', '--agent', 'desk', '--limit', '5', '--json')
  const numbers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).seq)
  expect(numbers).toEqual([3, 4, 5, 6, 7])
})

test.each([
  [['--since', 'yesterday'], '"yesterday" is no time.'],
  [['--limit', 'many'], '"many" is no number of events.'],
  [['--agent', 'biulder'], 'Did you mean "builder"?'],
])('%s is wrong usage', async (argv, message) => {
  const { code, err } = await team.run('events', ...argv)
  expect(code).toBe(2)
  expect(err).toContain(message)
})

test('-f goes on with what is recorded later, and ends with 0 on Ctrl-C', async () => {
  team.add(0, verdict('builder', 'idle'))
  const listeners = process.listenerCount('SIGINT')
  const following = team.run('events', '-f', '--agent', 'builder')
  await pollUntil(() => process.listenerCount('SIGINT') > listeners, { deadlineMs: 5_000 })
  team.add(0, verdict('builder', 'working'), verdict('desk', 'working'))
  // The next look comes a quarter of a second later; two of them are enough.
  await pollUntil(() => false, { deadlineMs: 600 })
  process.emit('SIGINT')
  const { code, out } = await following
  expect(code).toBe(0)
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => line.slice(17)),
  ).toEqual(['builder is idle', 'builder is working'])
})

test('a record that cannot be read is a failure with its mend, not a defect', async () => {
  const { writeFileSync } = await import('node:fs')
  const other = new RecordedTeam()
  const path = `${other.stateDir}/state.db`
  other.record.close(0)
  writeFileSync(path, 'this is no database, and long enough to be looked at as one '.repeat(20))
  const { code, err } = await other.run('events')
  expect(code).toBe(1)
  expect(err).toMatch(/state\.db is damaged .*\nput a copy back/)
  expect(err).not.toContain('defect')
})
