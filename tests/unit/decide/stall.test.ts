import { describe, expect, test } from 'vitest'
import { stall } from '../../../src/decide/stall.ts'
import { aGate, CORRECTNESS, gates, PASS, READABILITY } from '../../support/gates.ts'
import { deeds, linesQueued, rule, withheld } from '../../support/rulings.ts'
import {
  aCommit,
  aMessage,
  aScreen,
  aSituation,
  aTeam,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  SECOND_MS,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const SILENT = { activityMs: NOON_MS - 20 * MINUTE_MS }

describe('DONE-nudge', () => {
  const passed = gates(aGate({ [CORRECTNESS]: PASS, [READABILITY]: PASS }))
  const silentBuilder = { panes: { builder: SILENT } }

  test('a built phase without its marker gets one nudge that names the file and the marker', () => {
    const ruling = rule(stall, aSituation({ ...passed, ...silentBuilder }))
    expect(deeds(ruling)).toEqual(['builder: queue nudge', 'team: nudged'])
    expect(linesQueued(ruling).builder).toContain('machine-docs/STATUS-core.md')
    expect(linesQueued(ruling).builder).toContain('## DONE')
  })

  test.each([
    ['nothing was claimed', []],
    [
      'a verdict is missing',
      [aGate({ [CORRECTNESS]: PASS, [READABILITY]: { ...PASS, fresh: false, verdict: 'FAIL' } })],
    ],
    ['a FAIL stands', [aGate({ [CORRECTNESS]: PASS, [READABILITY]: { ...PASS, verdict: 'FAIL' } })]],
    [
      'a review names no verdict',
      [aGate({ [CORRECTNESS]: PASS, [READABILITY]: { ...PASS, verdict: null } })],
    ],
    [
      'somebody put in a veto',
      [aGate({ [CORRECTNESS]: PASS, [READABILITY]: PASS, 'a@b': { ...PASS, verdict: 'VETO' } })],
    ],
    [
      'an old veto stands',
      [
        aGate({
          [CORRECTNESS]: PASS,
          [READABILITY]: PASS,
          'a@b': { ...PASS, verdict: 'VETO', fresh: false },
        }),
      ],
    ],
    [
      'one of two claims is not passed',
      [
        aGate({ [CORRECTNESS]: PASS, [READABILITY]: PASS }),
        aGate({ [CORRECTNESS]: PASS, [READABILITY]: { ...PASS, verdict: 'FAIL' } }, { label: 'print' }),
      ],
    ],
    [
      'what passed was of another phase',
      [aGate({ [CORRECTNESS]: PASS, [READABILITY]: PASS }, { phase: 'earlier' })],
    ],
  ])('none when %s', (_what, list) => {
    const decided = deeds(rule(stall, aSituation({ ...gates(...list), ...silentBuilder })))
    expect(decided.filter((one) => one.includes('nudge'))).toEqual([])
  })

  test('none when it was given in this phase, when the file says so, or to a reviewer', () => {
    const { phase } = aSituation().memory
    const given = {
      memory: { ...passed.memory, phase: { ...phase, nudged: true, nudgedMs: NOON_MS - HOUR_MS } },
    }
    expect(deeds(rule(stall, aSituation({ ...given, ...silentBuilder })))).toEqual(['builder: end (stall)'])
    const off = { ...passed, team: aTeam({ loop: { doneNudge: false } }) }
    expect(deeds(rule(stall, aSituation({ ...off, ...silentBuilder })))).toEqual(['builder: end (stall)'])
    const reviewer = { correctness: { ...SILENT, screen: aScreen({ state: 'working' }) } }
    expect(deeds(rule(stall, aSituation({ ...passed, panes: reviewer })))).toEqual([
      'correctness: end (stall)',
    ])
  })

  test('inside its window nobody is restarted, though nothing was drawn since', () => {
    const { phase } = aSituation().memory
    const given = (agoMs: number) => ({
      memory: { ...passed.memory, phase: { ...phase, nudged: true, nudgedMs: NOON_MS - agoMs } },
    })
    expect(deeds(rule(stall, aSituation({ ...given(14 * MINUTE_MS), ...silentBuilder })))).toEqual([])
    expect(deeds(rule(stall, aSituation({ ...given(15 * MINUTE_MS), ...silentBuilder })))).toHaveLength(1)
  })

  test('a claim that is made again needs fresh verdicts first', () => {
    const story = Story.running()
    const claim = aCommit({ claim: 'parse', subject: 'claim(parse)' })
    const pass = (who: string) =>
      aCommit({
        authorName: who,
        authorEmail: `${who}@agents.invalid`,
        review: { label: 'parse', verdict: 'PASS' },
      })
    story.push([claim, pass('correctness'), pass('readability'), claim])
    story.tick()
    story.nowMs += 20 * MINUTE_MS
    expect(story.tick().join()).not.toContain('nudge')
    story.push([pass('correctness'), pass('readability')])
    story.after(20 * MINUTE_MS)
    story.after(20 * MINUTE_MS)
    expect(story.log).toContain('builder: queue nudge')
  })

  test('after it the builder has a whole idle window before it is restarted; the next phase has its own nudge', () => {
    const story = Story.running()
    const build = () => {
      const review = { label: 'parse', verdict: 'PASS' } as const
      story.push([
        aCommit({ claim: 'parse' }),
        aCommit({ authorEmail: CORRECTNESS, review }),
        aCommit({ authorEmail: READABILITY, review }),
      ])
      story.tick()
    }
    build()
    expect(story.after(20 * MINUTE_MS)).toContain('builder: queue nudge')
    expect(story.during(15 * MINUTE_MS - SECOND_MS)).toEqual([])
    expect(story.after(2 * SECOND_MS)).toContain('builder: end (stall)')
    story.mark('core')
    story.during(MINUTE_MS)
    build()
    expect(story.after(20 * MINUTE_MS)).toContain('builder: queue nudge')
  })
})

describe('restart', () => {
  test('the run is ended and begun again, kicked off afresh', () => {
    const story = Story.running()
    expect(story.after(20 * MINUTE_MS)).toEqual(['builder: end (stall)'])
    expect(story.during(MINUTE_MS)).toEqual([
      'builder: start (stall)',
      'builder: queue kickoff',
      'builder: type',
    ])
  })

  test('the third stall in one phase asks a person to look, once; a new phase counts anew', () => {
    const story = Story.running()
    const stallOnce = () => {
      story.during(20 * MINUTE_MS)
      return story.log.filter((one) => one === 'builder: alarm needs-human').length
    }
    expect([stallOnce(), stallOnce(), stallOnce(), stallOnce()]).toEqual([0, 0, 1, 1])
    story.mark('core')
    expect([stallOnce(), stallOnce(), stallOnce(), stallOnce()]).toEqual([1, 1, 2, 2])
  })

  test('a reviewer that rested for long is pinged at a claim, and not restarted for the silence before it', () => {
    const story = Story.running()
    story.after(20 * MINUTE_MS)
    story.push([aCommit({ claim: 'parse' })])
    const decided = story.tick().filter((one) => one.startsWith('correctness:'))
    expect(decided).toEqual(['correctness: queue ping', 'correctness: type'])
  })

  test('it has a whole window from its first text on; more texts are no sign of life', () => {
    const given = (...agoMs: number[]) => {
      const queued = agoMs.map((ago, id) => [id, aMessage(id, { queuedMs: NOON_MS - ago })])
      return { memory: { messages: Object.fromEntries(queued) }, panes: { builder: SILENT } }
    }
    expect(deeds(rule(stall, aSituation(given(14 * MINUTE_MS))))).toEqual([])
    expect(deeds(rule(stall, aSituation(given(16 * MINUTE_MS, MINUTE_MS))))).toEqual(['builder: end (stall)'])
  })

  test('an end that has to be tried twice is one stall', () => {
    const story = Story.running()
    story.outcomes = { end: { ok: false, text: 'still running' } }
    story.after(20 * MINUTE_MS)
    story.tick()
    story.tick()
    expect(story.memory.members.builder?.stalls).toBe(1)
  })

  test('heal = "observe" says what it would do, and spends no nudge', () => {
    const team = aTeam({ watchdog: { heal: 'observe' } })
    expect(withheld(rule(stall, aSituation({ team, panes: { builder: SILENT } })))).toEqual([
      'builder: end (stall): heal = "observe"',
    ])
    const built = gates(aGate({ [CORRECTNESS]: PASS, [READABILITY]: PASS }))
    expect(deeds(rule(stall, aSituation({ team, ...built, panes: { builder: SILENT } })))).toEqual([])
  })

  test('its evidence names the silence and the threshold', () => {
    const [end] = rule(stall, aSituation({ panes: { builder: SILENT } })).decisions
    expect(end?.because).toContainEqual({ saw: 'pane %1 last drew', ageMs: 20 * MINUTE_MS })
    expect(end?.because).toContainEqual({ saw: 'stall_idle is 15m' })
  })
})
