import { afterEach, expect, test } from 'vitest'
import { CODEX_OVERLOADED, codexLimit } from '../support/model-server/limits.ts'
import { LimitedTeam } from './limited-team.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const BANNER = "■ You've hit your usage limit. Try again at 11:59 PM."

let limited: LimitedTeam | undefined
afterEach(() => limited?.close())

test('two on one account are parked until the time that the limit names, then each is told to go on, once', async () => {
  let isOver = false
  const resetsAtMs = Date.now() + 72 * HOUR_MS
  limited = await LimitedTeam.start(
    'codex',
    ['one', 'two'],
    [
      { when: () => !isOver, answer: codexLimit(resetsAtMs) },
      { when: /limit is over/, answer: 'I go on.' },
    ],
  )
  const { team } = limited
  limited.send('one', 'Please work.')
  const names = ['one', 'two']
  await team.until('both are parked', () => names.every((name) => team.member(name).parked !== null))
  for (const name of names) {
    const lateMs = (team.member(name).parked?.untilMs ?? 0) - resetsAtMs
    // The words have no seconds.
    expect(lateMs).toBeGreaterThanOrEqual(0)
    expect(lateMs).toBeLessThan(2 * 60_000)
  }
  expect(team.member('one').verdict.name).toBe('limited')

  limited.ahead(71 * HOUR_MS)
  await limited.untilItLooked()
  expect([limited.resumes('one'), limited.resumes('two')]).toEqual([0, 0])
  isOver = true
  limited.ahead(72 * HOUR_MS + 10 * 60_000)
  await team.until('the model answered both', () => limited?.toldToGoOn() === 2)
  await team.until('nobody is parked', () => names.every((name) => team.member(name).parked === null))
  expect([limited.resumes('one'), limited.resumes('two')]).toEqual([1, 1])
  await team.until('the answers are read', () => names.every((name) => team.member(name).setbacks === 0))
})

test('a limit outlasts a kill of the watchdog; met again after the wake it parks again, until its new time, which passes in a sleep', async () => {
  const firstMs = Date.now() + 72 * HOUR_MS
  const secondMs = firstMs + 5 * HOUR_MS
  limited = await LimitedTeam.start(
    'codex',
    ['one'],
    [
      { when: /Please work/, answer: codexLimit(firstMs) },
      { when: /limit is over/, times: 1, answer: codexLimit(secondMs) },
      { when: /limit is over/, answer: 'I go on.' },
    ],
  )
  const { team } = limited
  limited.send('one', 'Please work.')
  await team.until('it is parked', () => team.member('one').parked !== null)
  const { parked } = team.member('one')
  await limited.restartWatchdog()
  limited.ahead(71 * HOUR_MS)
  await limited.untilItLooked()
  expect(parked?.untilMs).toBeGreaterThanOrEqual(firstMs - MINUTE_MS)
  expect(team.member('one').parked).toEqual(parked)
  expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([0, 0])

  limited.ahead(72 * HOUR_MS + 10 * MINUTE_MS)
  await team.until('it is parked again', () => (team.member('one').parked?.untilMs ?? 0) > secondMs)
  expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([1, 1])
  limited.asleep(77 * HOUR_MS + 20 * MINUTE_MS)
  await team.until('it goes on', () => team.member('one').setbacks === 0)
  expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([2, 2])
  expect(team.sentences(/: park/)).toHaveLength(2)
})

test('a limit line that a command printed parks nobody; a turn that an overloaded service ended is nudged once', async () => {
  limited = await LimitedTeam.start(
    'codex',
    ['one'],
    [
      { when: /look/, answer: [{ run: `echo "${BANNER}"` }, BANNER] },
      { when: /Please work/, answer: CODEX_OVERLOADED },
      { when: /Go on/, answer: 'I go on.' },
    ],
  )
  const { team, server } = limited
  limited.send('one', 'Please look.')
  await team.until(
    'the line stands there',
    () => limited?.screen('one').includes('hit your usage limit') ?? false,
  )
  limited.send('one', 'Please work.')
  await team.until('it waits for its nudge', () => /capacity/.test(team.member('one').verdict.detail))
  expect(team.member('one')).toMatchObject({ verdict: { name: 'waiting' }, setback: { kind: 'failure' } })
  limited.ahead(MINUTE_MS)
  await team.until('the model answered again', () => team.member('one').setback?.over === true)
  const told = server.exchanges.filter(({ asked }) => asked.kind === 'turn' && /Go on/.test(asked.text))
  expect(told).toHaveLength(1)
  expect(team.member('one').setbacks).toBe(0)
  expect(team.sentences(/park/)).toEqual([])
})
