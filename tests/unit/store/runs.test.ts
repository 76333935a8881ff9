import { describe, expect, test } from 'vitest'
import { fold } from '../../../src/store/fold.ts'
import { aPane, HOUR_MS, MINUTE_MS, NOON_MS } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const runsOf = (story: Story) => story.memory.members.builder?.runs ?? []
const member = (story: Story) => story.memory.members.builder

describe('the session id of a run', () => {
  test('is a UUID, the same whenever the record is read again, and another for each run and agent', () => {
    const [one, other] = [Story.running(), Story.running()]
    const session = member(one)?.session ?? ''
    expect(session).toMatch(UUID)
    expect(member(other)?.session).toBe(session)
    expect(one.memory.members.correctness?.session).toMatch(UUID)
    expect(one.memory.members.correctness?.session).not.toBe(session)
    one.die('builder')
    one.during(MINUTE_MS)
    expect(member(one)?.session).toMatch(UUID)
    expect(runsOf(one).map((run) => run.session)).toEqual([session, member(one)?.session])
  })

  test('is still known when the watchdog was killed in the middle of the start, and the session is adopted', () => {
    const story = new Story()
    story.outcomes = { start: { ok: false, cutOff: true, text: 'the watchdog died in the middle of it' } }
    for (let tick = 0; tick < 2 && !member(story)?.session; tick++) story.tick()
    const session = member(story)?.session
    const run = runsOf(story)[0]
    expect(session).toMatch(UUID)
    story.fact({ what: 'adopted', member: 'builder', incarnation: 1, pane: aPane('builder').pane })
    expect(member(story)).toMatchObject({ run: 'running', session })
    expect(runsOf(story)).toEqual([run])
    expect(run?.endedMs).toBeNull()
  })

  test('is not known of a session that this record did not start', () => {
    const story = new Story()
    story.fact({ what: 'adopted', member: 'builder', incarnation: 7, pane: aPane('builder').pane })
    expect(member(story)?.session).toBe('')
    expect(runsOf(story)).toEqual([{ session: '', startedMs: NOON_MS, endedMs: null }])
  })
})

describe('the runs of an agent', () => {
  test('have an end when the program died, when it was ended, and when its start failed', () => {
    const story = Story.running()
    story.die('builder')
    story.after(MINUTE_MS)
    expect(runsOf(story).at(0)?.endedMs).toBe(story.nowMs)
    story.during(MINUTE_MS)
    expect(runsOf(story).at(1)?.endedMs).toBeNull()
    story.ask({ ask: 'down', agents: ['builder'] })
    story.during(MINUTE_MS)
    expect(runsOf(story).at(1)?.endedMs).toBeLessThanOrEqual(story.nowMs)
    expect(runsOf(story).at(1)?.endedMs).toBeGreaterThan(NOON_MS)
    story.outcomes = { start: { ok: false, text: 'cwd is gone' } }
    story.ask({ ask: 'up', agents: ['builder'] })
    story.during(5_000)
    expect(runsOf(story).at(2)?.endedMs).toBe(runsOf(story).at(2)?.startedMs)
  })

  test('are the last twenty; since when the agent is ours is kept longer', () => {
    const story = Story.running()
    const since = member(story)?.sinceMs
    for (let run = 0; run < 30; run++) {
      const decision = {
        rule: 'heal',
        target: 'builder',
        because: [],
        action: { do: 'start', incarnation: run + 2, reason: 'dead' },
      } as const
      fold(story.memory, {
        seq: story.memory.seq + 1,
        atMs: NOON_MS + HOUR_MS + run,
        type: 'decided',
        decision,
      })
    }
    expect(runsOf(story)).toHaveLength(20)
    expect(new Set(runsOf(story).map((run) => run.session)).size).toBe(20)
    expect(member(story)?.sinceMs).toBe(since)
  })

  test('are not moved when the clock is set forward, as transcripts are stamped with it', () => {
    const story = Story.running()
    const before = runsOf(story)
    story.nowMs += 9 * HOUR_MS
    story.fact({ what: 'clock-jumped', byMs: 8 * HOUR_MS })
    expect(runsOf(story)).toEqual(before)
  })

  test('cover the stamps from before and after the clock was set back', () => {
    const story = Story.running()
    const [run] = runsOf(story)
    story.nowMs -= HOUR_MS - MINUTE_MS
    story.fact({ what: 'clock-jumped', byMs: -HOUR_MS })
    expect(runsOf(story)).toEqual([
      { ...run, endedMs: story.nowMs + HOUR_MS },
      { ...run, startedMs: story.nowMs },
    ])
    expect(member(story)?.sinceMs).toBe(story.nowMs)
  })
})
