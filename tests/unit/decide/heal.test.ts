import { describe, expect, test } from 'vitest'
import { backoffMs } from '../../../src/decide/backoff.ts'
import { heal } from '../../../src/decide/heal.ts'
import type { Member } from '../../../src/model/memory.ts'
import { died, EXIT_1 } from '../../support/deaths.ts'
import { deeds, find, rule, withheld } from '../../support/rulings.ts'
import {
  aMember,
  anAgent,
  aSituation,
  aTeam,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const POLICY = anAgent('x').restart

describe('what runs and what is new', () => {
  test('a quiet team that runs is left alone', () => {
    expect(rule(heal, aSituation())).toEqual({ decisions: [], withheld: [] })
  })

  test('a team that never ran is started; a fifth start waits until one of the four is ready', () => {
    const team = aTeam({
      agents: ['a', 'b', 'c', 'd', 'e'].map((name) => anAgent(name, { kind: 'persistent' })),
    })
    const story = new Story({ ...team, loop: null, services: [] })
    const first = story.tick()
    expect(first.filter((one) => one.includes('start'))).toHaveLength(4)
    expect(story.withheld).toEqual(['e: start (up): 4 starts are under way'])
    expect(story.after(250)).toContain('e: start (up)')
  })

  test('loop agents wait for their phase; the others start at once', () => {
    const story = new Story()
    expect(story.tick().filter((one) => one.includes('start'))).toEqual([
      'desk: start (up)',
      'preview: start (up)',
    ])
    expect(story.tick().filter((one) => one.includes('start'))).toHaveLength(3)
  })
})

describe('back-off', () => {
  test('the wait doubles with each death, up to the cap, give or take a tenth', () => {
    const waits = [1, 2, 3, 6, 7, 8, 40].map((times) =>
      backoffMs(aMember('x', died(times)), { ...POLICY, burst: 99 }, 'x'),
    )
    const wanted = [10, 20, 40, 320, 600, 600, 600]
    waits.forEach((ms, index) => {
      expect(ms).toBeGreaterThanOrEqual(wanted[index]! * SECOND_MS)
      expect(ms).toBeLessThanOrEqual(wanted[index]! * SECOND_MS * 1.1)
    })
  })

  test('a dead agent is not started before its wait is over, and is started once it is', () => {
    const waitMs = backoffMs(aMember('builder', died(1)), POLICY, 'builder')
    const early = aSituation({ nowMs: NOON_MS + waitMs - 1, members: { builder: died(1) } })
    expect(withheld(rule(heal, early))).toEqual(['builder: start (dead): back-off after 1 death'])
    const due = aSituation({ nowMs: NOON_MS + waitMs, members: { builder: died(1) } })
    expect(find(rule(heal, due), 'start')).toMatchObject({ incarnation: 2, reason: 'dead' })
  })

  test('a run as long as the breaker watches makes old deaths forgotten; a shorter one does not', () => {
    const old = died(5).deaths ?? []
    const livedLast = (livedMs: number) => [...old, { atMs: NOON_MS, livedMs, shared: false }]
    const wait = (deaths: Member['deaths']) => backoffMs(aMember('x', { deaths }), POLICY, 'x')
    expect(wait(livedLast(POLICY.withinMs))).toBeLessThanOrEqual(11 * SECOND_MS)
    expect(wait(livedLast(POLICY.withinMs - 1))).toBeGreaterThanOrEqual(320 * SECOND_MS)
  })
})

describe('what is not started again', () => {
  const task = anAgent('sweep', { kind: 'task' })
  const team = aTeam({ agents: [task], services: [] })

  test('a task that exits 0 is finished', () => {
    const sweep = { run: 'off', lastEnd: { ...EXIT_1, status: 0 } } as const
    expect(rule(heal, aSituation({ team, members: { sweep } }))).toEqual({ decisions: [], withheld: [] })
  })

  test('a task that exits 1 is healed', () => {
    const sweep = { run: 'off', lastEnd: EXIT_1 } as const
    expect(deeds(rule(heal, aSituation({ team, members: { sweep } })))).toEqual([
      'sweep: start (dead)',
      'sweep: alarm dead',
    ])
  })

  test('a loop agent that exits 0 in its phase is healed: only the marker ends its work', () => {
    const builder = { run: 'off', lastEnd: { ...EXIT_1, status: 0 } } as const
    expect(deeds(rule(heal, aSituation({ members: { builder } })))).toEqual([
      'builder: start (dead)',
      'builder: alarm dead',
    ])
  })

  test('a loop agent after the end of the sequence stays down; a persistent one comes back', () => {
    const dead = { run: 'off', lastEnd: EXIT_1 } as const
    const situation = aSituation({ members: { builder: dead, desk: dead } })
    const over = {
      ...situation,
      memory: { ...situation.memory, phase: { ...situation.memory.phase, complete: true } },
    }
    expect(deeds(rule(heal, over))).toEqual(['desk: start (dead)', 'desk: alarm dead'])
  })

  test('watch = "none" means that it is not', () => {
    const unwatched = withAgent(aTeam(), 'builder', { watch: 'none' })
    const builder = { run: 'off', lastEnd: EXIT_1 } as const
    expect(deeds(rule(heal, aSituation({ team: unwatched, members: { builder } })))).toEqual([])
  })

  test('who a person took down stays down, and nobody starts while the team is stopped', () => {
    const dead = { run: 'off', lastEnd: EXIT_1 } as const
    expect(deeds(rule(heal, aSituation({ members: { builder: { ...dead, held: 'down' } } })))).toEqual([])
    const stopping = { members: { builder: aMember('builder', dead) }, stopping: { keepSessions: false } }
    expect(deeds(rule(heal, aSituation({ memory: stopping })))).toEqual([])
  })

  test('who a person paused is left alone, dead or not', () => {
    const builder = { run: 'off', lastEnd: EXIT_1, held: 'paused' } as const
    const ruling = rule(heal, aSituation({ members: { builder } }))
    expect(deeds(ruling)).toEqual([])
    expect(withheld(ruling)).toEqual(['builder: start (dead): paused by a person'])
  })

  test('heal = "observe" says what it would do', () => {
    const observed = aTeam({ watchdog: { heal: 'observe' } })
    const ruling = rule(
      heal,
      aSituation({ team: observed, members: { builder: { run: 'off', lastEnd: EXIT_1 } } }),
    )
    expect(deeds(ruling)).toEqual([])
    expect(withheld(ruling)).toEqual(['builder: start (dead): heal = "observe"'])
  })
})

describe('what is not known', () => {
  test.each([
    ['the server gives no answer', { kind: 'unknown', why: 'no answer in 5 s' }],
    ['the session is gone but its program lives', { kind: 'missing', recordedAlive: true }],
  ] as const)('while %s nobody is declared dead', (_what, seen) => {
    const story = Story.running()
    for (const name of Object.keys(story.sessions)) story.sessions[name] = seen
    expect(story.during(HOUR_MS).filter((one) => /start|end/.test(one))).toEqual([])
    expect(Object.values(story.memory.members).every((member) => member.run === 'running')).toBe(true)
  })

  test('a dead agent is not started on a server that gives no answer', () => {
    const ruling = rule(
      heal,
      aSituation({
        members: { builder: { run: 'off', lastEnd: EXIT_1 } },
        seen: { servers: { 'agents-team-0': { kind: 'unknown', why: 'frozen' } } },
      }),
    )
    expect(withheld(ruling)).toEqual(['builder: start (dead): the tmux server gives no answer'])
  })
})

describe('ends that were not finished', () => {
  const ending = { sinceMs: NOON_MS, thenStart: true, reason: 'stall' } as const

  test('an end that failed is tried again, also for a member that is no longer in the file', () => {
    const members = {
      builder: aMember('builder', { run: 'ending', ending }),
      former: aMember('former', {
        run: 'ending',
        ending: { ...ending, reason: 'removed', thenStart: false },
      }),
    }
    expect(
      deeds(rule(heal, aSituation({ memory: { members } }))).filter((one) => one.includes('end')),
    ).toEqual(['builder: end (stall)', 'former: end (removed)'])
  })

  test('one that is under way is not', () => {
    const members = { builder: aMember('builder', { run: 'ending', ending }) }
    const open = { 7: { target: 'builder', do: 'end', message: null } }
    expect(deeds(rule(heal, aSituation({ memory: { members, open } }))).join()).not.toContain('builder: end')
  })

  test('while a run ends no second one is started', () => {
    const story = Story.running()
    story.outcomes = { end: { ok: false, text: 'still running' } }
    story.ask({ ask: 'restart', agents: ['builder'] })
    expect(story.during(MINUTE_MS).filter((one) => one.startsWith('builder: start'))).toEqual([])
    story.outcomes = {}
    expect(story.during(SECOND_MS)).toContain('builder: start (operator)')
  })
})

test('a start that a crash cut off is no death: the session is adopted, or the start is done again at once', () => {
  const story = Story.running()
  story.outcomes = { start: { ok: false, cutOff: true, text: 'the watchdog died in the middle of it' } }
  story.ask({ ask: 'restart', agents: ['builder'] })
  story.tick()
  story.tick()
  expect(story.memory.members.builder).toMatchObject({ run: 'off', deaths: [] })
  story.outcomes = {}
  expect(story.tick()).toContain('builder: start (operator)')
})

test('after `down` and `up` of the team nobody pays for deaths of before, and the unwatched are back too', () => {
  const story = Story.running(withAgent(aTeam(), 'desk', { watch: 'none' }))
  for (const name of ['builder', 'desk']) {
    story.die(name)
    story.tick()
    story.ask({ ask: 'up', agents: [name] })
    story.during(20 * SECOND_MS)
  }
  story.ask({ ask: 'stop', keepSessions: false })
  story.during(SECOND_MS)
  story.fact({ what: 'watchdog-stopped', why: 'asked to' })
  const back = story.tick()
  expect(back).toContain('builder: start (up)')
  expect(back).toContain('desk: start (up)')
  expect(back.join()).not.toContain('alarm')
})

test('a task that finishes time after time is no crash loop when it fails once', () => {
  const sweep = anAgent('sweep', { kind: 'task', wake: { ...aWakeEvery(MINUTE_MS) } })
  const story = Story.running(aTeam({ agents: [sweep], services: [], loop: null }))
  for (let run = 0; run < 10; run++) {
    story.die('sweep', 0)
    story.after(MINUTE_MS)
  }
  story.die('sweep', 1)
  story.tick()
  expect(story.memory.members.sweep?.breaker).toBe('closed')
  expect(story.after(11 * SECOND_MS)).toContain('sweep: start (dead)')
})

function aWakeEvery(everyMs: number) {
  return { everyMs, cron: null, tz: null, prompt: 'Sweep.', promptFile: null }
}
