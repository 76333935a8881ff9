import { afterEach, expect, test } from 'vitest'
import { claudeLimit } from '../support/model-server/limits.ts'
import { Person } from '../support/person.ts'
import { LimitedTeam } from './limited-team.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const BANNER = "You've hit your 5-hour limit · resets 11:59pm (UTC)"
/** Claude Code goes on about 75 s after the reset: only where AGENTS_TEST_LONG asks for it. */
const IS_LONG = Boolean(process.env.AGENTS_TEST_LONG)

let limited: LimitedTeam | undefined
let person: Person | undefined
afterEach(async () => {
  person?.close()
  await limited?.close()
})

/** Which of the two it is does not count: both are hours away at the most. */
const CLAIMS = IS_LONG ? (['five_hour', 'seven_day'] as const) : (['five_hour'] as const)

test.each(CLAIMS)(
  'a limit line that a command printed parks nobody; a %s limit that ends soon parks, and Claude, which goes on by itself, gets no text',
  async (claim) => {
    let isOver = false
    const resetsAtMs = Date.now() + 25_000
    limited = await LimitedTeam.start(
      'claude',
      ['one'],
      [
        { when: /look/, answer: [{ run: `echo "${BANNER}"` }, BANNER] },
        {
          when: ({ text }) => /Please work/.test(text) && !isOver,
          answer: claudeLimit({ claim, resetsAtMs }),
        },
        { when: /has reset/, answer: 'I go on.' },
      ],
    )
    const { team, server } = limited
    limited.send('one', 'Please look.')
    await team.until('the line is read', () =>
      team.facts('session').some(({ seen }) => seen.kind === 'here' && seen.screen.state === 'limited'),
    )
    expect(team.sentences(/park/)).toEqual([])

    limited.send('one', 'Please work.')
    await team.until('it is parked', () => team.member('one').parked !== null)
    expect(team.member('one').setback).toMatchObject({ kind: 'limit', window: claim })
    // Its hook tells the same at once; both together are one.
    const hook = () => {
      const { seen } = team.member('one')
      return seen?.kind === 'here' ? seen.testimonies.find(({ teller }) => teller === 'hook') : null
    }
    await team.until('its hook tells of it', () => hook()?.says === 'limited')
    const { setback, setbacks } = team.member('one')
    expect(hook()?.detail).toBe(setback?.words.slice(0, 160))
    expect(setbacks).toBe(1)
    isOver = true
    limited.ahead(5 * MINUTE_MS)
    await team.until(
      'the text is withheld',
      () => team.sentences(/withheld: it goes on by itself/).length === 1,
    )
    if (IS_LONG) {
      await team.until('it is parked no more', () => team.member('one').parked === null, 120_000)
      expect(server.exchanges.filter(({ asked }) => /limit has reset/.test(asked.text))).toHaveLength(1)
    }
    expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([0, 0])
  },
)

test('a weekly limit is waited out from its menu, which is left to a person for as long as they may be answering it, and is resumed once', async () => {
  let isOver = false
  const resetsAtMs = Date.now() + 72 * HOUR_MS
  limited = await LimitedTeam.start(
    'claude',
    ['one'],
    [
      { when: () => !isOver, answer: claudeLimit({ claim: 'seven_day', resetsAtMs }) },
      { when: /limit is over/, answer: 'I go on.' },
    ],
  )
  const { team } = limited
  person = await Person.attach(team, 'one')
  limited.send('one', 'Please work.')
  await team.until('it is parked', () => team.member('one').parked !== null)
  expect(team.member('one').setback).toMatchObject({ window: 'seven_day' })
  await team.until('the menu is left to the person', () => team.sentences(/withheld: a person/).length === 1)
  limited.ahead(MINUTE_MS)
  await team.until(
    'the wait is chosen, and nothing else',
    () => !/Upgrade|What do you want/.test(limited?.screen('one') ?? ''),
  )
  expect(team.sentences(/dialog: press/)).toEqual([
    expect.stringContaining('press Enter in dialog limit of one, for: Stop and wait for limit to reset'),
  ])
  isOver = true
  limited.ahead(72 * HOUR_MS + 2 * MINUTE_MS)
  await team.until('the model is told', () => limited?.toldToGoOn() === 1)
  await team.until('it is parked no more, and nothing waits', () => team.member('one').setbacks === 0)
  expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([1, 1])
})
