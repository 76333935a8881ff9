import { describe, expect, test } from 'vitest'
import type { ScreenReading } from '../../../src/model/observation.ts'
import {
  aBackend,
  aPhase,
  aScreen,
  aTeam,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const RESET_MS = NOON_MS + 2 * HOUR_MS
const BANNER = 'You have hit your limit · resets 2pm'

function limited(resetMs: number | null = RESET_MS, line = BANNER): ScreenReading {
  return aScreen({ state: 'limited', detail: line, limit: { line, resetMs } })
}

/** The agent's turn ends at a limit: its transcript tells, and its screen shows the banner. */
function meets(story: Story, name: string, resetsMs: number | null = RESET_MS): void {
  story.draw(name, { screen: limited(resetsMs), activityMs: story.nowMs })
  story.write(name, { resetsMs, words: BANNER })
}

const shared = (() => {
  const backend = aBackend({ account: 'max-1' })
  return withAgent(withAgent(aTeam(), 'builder', { backend }), 'correctness', { backend })
})()

describe('parking', () => {
  test('a limit parks the agent until its reset and a minute, with one alarm; nobody else', () => {
    const story = Story.running()
    meets(story, 'builder')
    expect(story.tick()).toEqual(['builder: alarm limited', 'builder: park'])
    expect(story.memory.members.builder?.parked?.untilMs).toBe(RESET_MS + MINUTE_MS)
    expect(story.during(HOUR_MS)).toEqual([])
    expect(story.memory.members.correctness?.parked).toBe(null)
  })

  test('all who share the account are parked, with some time between their returns, though both show the banner', () => {
    const story = Story.running(shared)
    meets(story, 'builder')
    meets(story, 'correctness')
    expect(story.tick()).toEqual(['builder: alarm limited', 'builder: park', 'correctness: park'])
    const [first, second] = ['builder', 'correctness'].map(
      (name) => story.memory.members[name]?.parked?.untilMs ?? 0,
    )
    expect(second! - first!).toBe(20 * SECOND_MS)
    expect(story.memory.members.readability?.parked).toBe(null)
  })

  test('a banner that names no time parks for half an hour', () => {
    const story = Story.running()
    meets(story, 'builder', null)
    story.tick()
    expect(story.memory.members.builder?.parked?.untilMs).toBe(story.nowMs + 30 * MINUTE_MS)
  })

  test('nothing is typed into a parked pane, and its silence is no stall', () => {
    const story = Story.running()
    meets(story, 'builder')
    story.tick()
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    expect(story.during(HOUR_MS)).not.toContain('builder: type')
    expect(story.withheld.join()).toContain(`builder: type: parked: ${BANNER}`)
    expect(story.log).not.toContain('builder: end (stall)')
  })
})

describe('resuming', () => {
  test('each is told to go on once, when its time has come', () => {
    const story = Story.running(shared)
    meets(story, 'builder')
    story.tick()
    expect(story.during(2 * HOUR_MS)).toEqual([])
    const back = story.during(10 * MINUTE_MS).filter((one) => /queue|type/.test(one))
    expect(back).toEqual([
      'builder: queue resume',
      'builder: type',
      'correctness: queue resume',
      'correctness: type',
    ])
  })

  test('the banner that was waited out does not park again while it still stands there', () => {
    const story = Story.running()
    meets(story, 'builder')
    story.during(3 * HOUR_MS)
    expect(story.log.filter((one) => one === 'builder: park')).toHaveLength(1)
  })

  test('it does not park again for an error that comes while the banner still stands there', () => {
    const story = Story.running()
    meets(story, 'builder')
    story.during(2 * HOUR_MS + 2 * MINUTE_MS)
    story.write('builder', { kind: 'failure', resetsMs: null, words: '500 boom' })
    story.during(10 * SECOND_MS)
    expect(story.log.filter((one) => one === 'builder: park')).toHaveLength(1)
  })

  test('the same words park again when they are met again, also in a new run', () => {
    const story = Story.running()
    const hit = () => {
      meets(story, 'builder', null)
      story.during(31 * MINUTE_MS)
      story.write('builder', 'an answer')
      story.tick()
    }
    hit()
    hit()
    story.ask({ ask: 'restart', agents: ['builder'] })
    story.during(10 * SECOND_MS)
    hit()
    expect(story.log.filter((one) => one === 'builder: park')).toHaveLength(3)
  })

  test('a CLI that works again by itself gets no text', () => {
    const story = Story.running()
    meets(story, 'builder')
    story.tick()
    story.draw('builder', { screen: aScreen({ state: 'working' }) })
    story.nowMs = RESET_MS + MINUTE_MS
    expect(story.tick()).toEqual(['builder: unpark'])
  })

  test('neither does one that died meanwhile, nor one whose sequence is over', () => {
    const story = Story.running(aTeam({ loop: { phases: [aPhase('core')] } }))
    meets(story, 'builder')
    meets(story, 'correctness')
    story.tick()
    story.mark('core')
    story.die('builder')
    story.during(3 * HOUR_MS)
    expect(story.log.filter((one) => one.endsWith('unpark'))).toHaveLength(2)
    expect(story.log.filter((one) => one.includes('resume'))).toEqual([])
  })

  test('a person who resumes it ends the park at once', () => {
    const story = Story.running()
    meets(story, 'builder')
    story.tick()
    story.ask({ ask: 'resume', agents: ['builder'] })
    story.tick()
    expect(story.during(MINUTE_MS)).toEqual([])
    expect(story.memory.members.builder?.parked).toBe(null)
  })
})

describe('what proves a limit', () => {
  const quoted = limited()

  test('a banner that a command printed or the agent quoted parks nobody; the agent is idle', () => {
    const story = Story.running()
    story.draw('builder', { screen: quoted })
    story.during(MINUTE_MS)
    expect(story.log).not.toContain('builder: park')
    expect(story.memory.members.builder?.verdict).toMatchObject({ name: 'idle' })
  })

  test('the transcript parks, whatever the screen shows, until the time that it tells', () => {
    const story = Story.running()
    story.write('builder', { resetsMs: RESET_MS })
    expect(story.tick()).toEqual(['builder: alarm limited', 'builder: park'])
    expect(story.memory.members.builder?.parked?.untilMs).toBe(RESET_MS + MINUTE_MS)
    expect(story.tick()).toEqual([])
  })

  test("a gateway's own words on the screen count beside any error of the transcript", () => {
    const story = Story.running()
    story.draw('builder', { screen: quoted })
    story.write('builder', { kind: 'failure', resetsMs: null, words: 'API Error: Request rejected (429)' })
    expect(story.tick()).toContain('builder: park')
    expect(story.memory.members.builder?.parked?.untilMs).toBe(RESET_MS + MINUTE_MS)
  })

  test('a menu in which the limit can be answered does not hide it', () => {
    const story = Story.running()
    story.draw('builder', {
      screen: aScreen({ state: 'dialog', composer: null, detail: 'What do you want to do?' }),
    })
    story.write('builder', {})
    expect(story.tick()).toContain('builder: park')
  })
})

describe('a limit that the transcript tells', () => {
  test('is over when the model answers again, and nobody is told to go on', () => {
    const story = Story.running(shared)
    story.write('builder', { resetsMs: RESET_MS })
    story.tick()
    story.nowMs += HOUR_MS
    story.write('builder', 'an answer')
    expect(story.tick()).toEqual(['builder: unpark'])
    expect(story.memory.members.correctness?.parked).not.toBe(null)
  })

  test('that is still there after the resume text parks again, for the new time, and so do its sharers', () => {
    const story = Story.running(shared)
    story.write('builder', { resetsMs: RESET_MS })
    story.tick()
    story.during(RESET_MS + MINUTE_MS + SECOND_MS - story.nowMs)
    expect(story.messages('builder').filter((one) => one.startsWith('resume'))).toEqual(['resume accepted'])
    story.write('builder', { resetsMs: RESET_MS + 3 * HOUR_MS, atMs: story.nowMs })
    expect(story.tick()).toEqual(['builder: alarm limited', 'builder: park', 'correctness: park'])
    for (const name of ['builder', 'correctness'])
      expect(story.memory.members[name]?.parked?.untilMs).toBeGreaterThan(RESET_MS + 3 * HOUR_MS)
  })

  test('whose time is past each time it is met is waited out longer and longer: never a loop', () => {
    const story = Story.running()
    for (let times = 0; times < 300; times++) {
      if (!story.memory.members.builder?.parked)
        story.write('builder', { resetsMs: NOON_MS, atMs: story.nowMs })
      story.after(3 * MINUTE_MS)
    }
    expect(story.log.filter((one) => one === 'builder: queue resume').length).toBeLessThan(14)
  })

  test('that is met while the agent is parked for an earlier one lasts as long as the later one', () => {
    const story = Story.running()
    story.write('builder', { resetsMs: RESET_MS })
    story.tick()
    story.nowMs += MINUTE_MS
    story.write('builder', { resetsMs: RESET_MS + 5 * HOUR_MS, atMs: story.nowMs })
    story.tick()
    expect(story.memory.members.builder?.parked?.untilMs).toBe(RESET_MS + 5 * HOUR_MS + MINUTE_MS)
  })
})

describe('a CLI that goes on by itself when its limit ends', () => {
  const resumes = 'Continuing shortly · Esc to cancel'
  const waiting = aScreen({ state: 'limited', detail: BANNER, limit: limited().limit, resumes })

  test('gets no text while it says so, and is not parked any more once it works', () => {
    const story = Story.running()
    story.draw('builder', { screen: waiting })
    story.write('builder', { resetsMs: RESET_MS })
    story.during(2 * HOUR_MS + 5 * MINUTE_MS)
    expect(story.withheld).toEqual([`builder: queue resume: it goes on by itself: ${resumes}`])
    story.draw('builder', { screen: aScreen({ state: 'working' }) })
    expect(story.tick()).toEqual(['builder: unpark'])
    expect(story.messages('builder').filter((one) => one.startsWith('resume'))).toEqual([])
  })

  test('is told to go on, once, when it did not well after that time', () => {
    const story = Story.running()
    story.draw('builder', { screen: waiting })
    story.write('builder', { resetsMs: RESET_MS })
    story.during(3 * HOUR_MS)
    expect(story.log.filter((one) => one === 'builder: queue resume')).toHaveLength(1)
  })
})
