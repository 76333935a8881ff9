import { describe, expect, test } from 'vitest'
import { stall } from '../../../src/decide/stall.ts'
import { judge } from '../../../src/decide/verdict.ts'
import { aGate, CORRECTNESS, gates, PASS, READABILITY } from '../../support/gates.ts'
import { deeds, rule } from '../../support/rulings.ts'
import {
  aMessage,
  aPhase,
  aScreen,
  aSetback,
  aSituation,
  aTeam,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  type Overrides,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const SILENT = { activityMs: NOON_MS - 20 * MINUTE_MS }

/** Verdict of an agent whose pane has been silent for 20 minutes. */
function verdictOf(over: Overrides, name = 'builder'): string {
  const panes = { [name]: { ...SILENT, ...over.panes?.[name] } }
  return judge(aSituation({ ...over, panes }), name).verdict.name
}

describe('who is stalled', () => {
  test('an agent that was silent for stall_idle, and not one second sooner', () => {
    expect(verdictOf({})).toBe('stalled')
    expect(verdictOf({ panes: { builder: { activityMs: NOON_MS - 15 * MINUTE_MS } } })).toBe('stalled')
    expect(verdictOf({ panes: { builder: { activityMs: NOON_MS - 15 * MINUTE_MS + SECOND_MS } } })).toBe(
      'idle',
    )
  })

  test('a transcript that was written lately counts as activity', () => {
    expect(verdictOf({ panes: { builder: { transcriptMs: NOON_MS - MINUTE_MS } } })).toBe('idle')
  })

  test('nobody just after the machine slept or its clock jumped', () => {
    expect(verdictOf({ memory: { activityFloorMs: NOON_MS - MINUTE_MS } })).toBe('idle')
  })

  test('an agent whose busy screen has stood still as long', () => {
    expect(verdictOf({ panes: { builder: { screen: aScreen({ state: 'working' }) } } })).toBe('stalled')
  })

  test.each([
    [
      'inside the grace after its start',
      { team: withAgent(aTeam(), 'builder', { stallGraceMs: HOUR_MS + 1 }) },
    ],
    ['with a dialog open', { panes: { builder: { screen: aScreen({ state: 'dialog', composer: null }) } } }],
    ['whose children use the CPU', { panes: { builder: { childCpu: 0.9 } } }],
    ['whose children were not measured', { panes: { builder: { childCpu: null } } }],
    ['that a person paused', { members: { builder: { held: 'paused' } } }],
    [
      'that is parked',
      { members: { builder: { parked: { untilMs: NOON_MS + HOUR_MS, why: 'limit', line: '' } } } },
    ],
    [
      'in a phase that it has no part in',
      { team: aTeam({ loop: { phases: [aPhase('core', { agents: ['correctness'] })] } }) },
    ],
    ['that is not watched for stalls', { team: withAgent(aTeam(), 'builder', { watch: 'heal' }) }],
  ] as [string, Overrides][])('not an agent %s', (_what, over) => {
    expect(verdictOf(over)).not.toBe('stalled')
    const panes = { builder: { ...SILENT, ...over.panes?.builder } }
    expect(deeds(rule(stall, aSituation({ ...over, panes })))).toEqual([])
  })

  test('until its children are measured it is said what is waited for', () => {
    const panes = { builder: { ...SILENT, childCpu: null } }
    expect(judge(aSituation({ panes }), 'builder').verdict.detail).toBe(
      'it is silent; whether a command of it still runs is being measured',
    )
  })

  test('a pane that drew after the look of this tick drew just now', () => {
    const panes = { builder: { activityMs: NOON_MS + SECOND_MS } }
    expect(judge(aSituation({ panes }), 'builder').because).toContainEqual({
      saw: 'pane %1 last drew',
      ageMs: 0,
    })
  })

  test('not a loop agent after the end of the sequence, whatever its screen shows', () => {
    const { phase } = aSituation().memory
    const memory = { phase: { ...phase, complete: true } }
    expect(
      verdictOf({ memory, panes: { builder: { screen: aScreen({ state: 'unknown', composer: null }) } } }),
    ).toBe('waiting')
  })

  test('never a persistent agent that waits at its empty input box', () => {
    expect(verdictOf({}, 'desk')).toBe('idle')
    expect(verdictOf({ panes: { desk: { screen: aScreen({ state: 'working' }) } } }, 'desk')).toBe('stalled')
  })

  test('a service never', () => {
    expect(verdictOf({}, 'preview')).toBe('working')
  })
})

test('a text in the input box is called a draft only when it is not ours', () => {
  const panes = { builder: { screen: aScreen({ composer: 'Review it.' }) } }
  const detail = (state: 'typed' | 'queued') => {
    const memory = { messages: { 1: aMessage(1, { state }) } }
    return judge(aSituation({ panes, memory }), 'builder').verdict.detail
  }
  expect(detail('queued')).toBe('a draft is in its input box')
  expect(detail('typed')).toBe('a text of ours is in its input box')
})

describe('whose move it is', () => {
  test('a reviewer that owes no verdict is not stalled', () => {
    expect(verdictOf({}, 'correctness')).toBe('waiting')
    expect(verdictOf(gates(aGate({ [CORRECTNESS]: PASS })), 'correctness')).toBe('waiting')
  })

  test('a reviewer that owes one is, also when its old verdict was for an older claim', () => {
    expect(verdictOf(gates(aGate({})), 'correctness')).toBe('stalled')
    expect(verdictOf(gates(aGate({ [CORRECTNESS]: { ...PASS, fresh: false } })), 'correctness')).toBe(
      'stalled',
    )
  })

  test('a claim of an earlier phase is owed by nobody', () => {
    expect(verdictOf(gates(aGate({}, { phase: 'earlier' })), 'correctness')).toBe('waiting')
  })

  test('a builder whose claim waits for a review is not stalled', () => {
    expect(verdictOf(gates(aGate({ [CORRECTNESS]: PASS })))).toBe('waiting')
  })

  test('a builder whose claims all have their verdicts is', () => {
    expect(
      verdictOf(gates(aGate({ [CORRECTNESS]: PASS, [READABILITY]: { ...PASS, verdict: 'FAIL' } }))),
    ).toBe('stalled')
  })

  test('a draft in its box, or a screen that is not understood, is its own move', () => {
    const waits = gates(aGate({}))
    expect(verdictOf({ ...waits, panes: { builder: { screen: aScreen({ composer: 'half a' }) } } })).toBe(
      'stalled',
    )
    expect(
      verdictOf({ ...waits, panes: { builder: { screen: aScreen({ state: 'unknown', composer: null }) } } }),
    ).toBe('stalled')
  })
})

describe('WAITING-UNTIL', () => {
  const waiting = (value: string, seenMs = NOON_MS - 20 * MINUTE_MS): Overrides => ({
    members: { builder: { waiting: { line: `WAITING-UNTIL ${value}`, value, seenMs } } },
  })

  test.each([
    ['an ISO time', '2026-11-20T13:00:00Z'],
    ['seconds since 1970', String((NOON_MS + HOUR_MS) / 1000)],
    ['a span from when it was first seen', '+80m'],
  ])('%s suspends it until then and its grace', (_form, value) => {
    expect(verdictOf(waiting(value))).toBe('waiting')
    const at = (nowMs: number) =>
      judge(aSituation({ nowMs, ...waiting(value), panes: { builder: SILENT } }), 'builder').verdict.name
    expect(at(NOON_MS + HOUR_MS + 3 * MINUTE_MS - 1)).toBe('waiting')
    expect(at(NOON_MS + HOUR_MS + 3 * MINUTE_MS)).toBe('stalled')
  })

  test('the newest line that was drawn is the one that counts', () => {
    const story = Story.running()
    const say = (value: string) =>
      story.draw('builder', {
        activityMs: story.nowMs,
        screen: aScreen({ waitingUntil: { line: `WAITING-UNTIL ${value}`, value } }),
      })
    say('+3h')
    story.tick()
    say('+30m')
    story.tick()
    expect(story.after(29 * MINUTE_MS)).toEqual([])
    expect(story.after(5 * MINUTE_MS)).toContain('builder: end (stall)')
  })

  test('a line that was drawn long before the watchdog first saw it counts from its drawing', () => {
    const story = Story.running()
    const drawnMs = story.nowMs
    story.nowMs += 30 * MINUTE_MS
    story.draw('builder', {
      activityMs: drawnMs,
      screen: aScreen({ waitingUntil: { line: 'WAITING-UNTIL +20m', value: '+20m' } }),
    })
    expect(story.tick()).toContain('builder: end (stall)')
  })
})

describe('an agent that works', () => {
  const working = { activityMs: NOON_MS, screen: aScreen({ state: 'working', detail: 'Thinking (724s)' }) }
  const since = (transcriptMs: number | null) =>
    judge(aSituation({ panes: { builder: { ...working, transcriptMs } } }), 'builder').verdict
      .noProgressSinceMs

  test('and has written nothing to its transcript for five minutes says since when', () => {
    expect(since(NOON_MS - 12 * MINUTE_MS)).toBe(NOON_MS - 12 * MINUTE_MS)
    expect(since(NOON_MS - 4 * MINUTE_MS)).toBe(undefined)
  })

  test('and writes down nothing but tries that failed has had no answer since the first of them', () => {
    const setback = { ...aSetback({ kind: 'failure', atMs: NOON_MS - 20 * MINUTE_MS }), over: false }
    const tries = (fields: object) =>
      judge(
        aSituation({
          panes: { builder: { ...working, transcriptMs: NOON_MS - MINUTE_MS } },
          members: { builder: { setback, ...fields } },
        }),
        'builder',
      ).verdict.noProgressSinceMs
    expect(tries({})).toBe(NOON_MS - 20 * MINUTE_MS)
    expect(tries({ setback: { ...setback, over: true } })).toBe(undefined)
  })

  test('before this run, or into a transcript that is not known, is not said to stand still', () => {
    expect(since(NOON_MS - 3 * HOUR_MS)).toBe(NOON_MS - HOUR_MS)
    expect(since(null)).toBe(undefined)
  })
})
