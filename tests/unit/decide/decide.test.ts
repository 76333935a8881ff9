import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import { propose, type Rule, withhold } from '../../../src/decide/rule.ts'
import { STAGES } from '../../../src/decide/rules.ts'
import { aGate, gates, PASS } from '../../support/gates.ts'
import { deeds, rule, withheld } from '../../support/rulings.ts'
import {
  aMessage,
  aScreen,
  aSituation,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  type Overrides,
} from '../../support/situation.ts'

const end = (name: 'heal' | 'stall' | 'operator', target: string): Rule => ({
  name,
  decide: () => [propose(name, target, { do: 'end', reason: 'stall', thenStart: true }, [])],
})
const say = (target: string): Rule => ({
  name: 'stall',
  decide: () => [propose('stall', target, { do: 'alarm', kind: 'needs-human', text: 'look' }, [])],
})

test('the first rule to start or end a program wins; the other is withheld with the name of the winner', () => {
  const ruling = rule([end('operator', 'builder'), end('stall', 'builder')], aSituation())
  expect(ruling.decisions.map((one) => one.rule)).toEqual(['operator'])
  expect(withheld(ruling)).toEqual(['builder: end (stall): rule operator came first'])
})

test('programs are judged one by one, and words do not exclude each other', () => {
  const ruling = rule([end('heal', 'builder'), end('stall', 'desk'), say('desk'), say('desk')], aSituation())
  expect(deeds(ruling)).toEqual([
    'builder: end (stall)',
    'desk: end (stall)',
    'desk: alarm needs-human',
    'desk: alarm needs-human',
  ])
})

test("what a rule withholds itself stands in nobody's way", () => {
  const shy: Rule = {
    name: 'heal',
    decide: () => [withhold(end('heal', 'builder').decide(aSituation())[0]!, 'not now')],
  }
  const ruling = rule([shy, end('stall', 'builder')], aSituation())
  expect(deeds(ruling)).toEqual(['builder: end (stall)'])
  expect(withheld(ruling)).toEqual(['builder: end (stall): not now'])
})

test('the rules stand in their order: a person first, then what forbids, then what acts, then typing, then the end', () => {
  expect(STAGES.map((stage) => stage.map((one) => one.name))).toEqual([
    [
      'operator',
      'reload',
      'limit',
      'dialog',
      'setback',
      'stray',
      'phase',
      'heal',
      'kickoff',
      'wake',
      'handoff',
      'stall',
    ],
    ['tokens', 'deliver'],
    ['sequence'],
  ])
})

test('a quiet team is left alone by every rule', () => {
  const desk = { kickedOff: 'kickoff:desk:1' }
  for (const stage of STAGES)
    expect(decide(stage, aSituation({ members: { desk } }))).toEqual({ decisions: [], withheld: [] })
})

test('in any situation: the rules do not throw, change nothing, answer the same twice, and touch each program once', () => {
  const member = fc.record({
    run: fc.constantFrom('off', 'starting', 'running', 'ending'),
    startedMs: fc.constantFrom(0, NOON_MS - HOUR_MS, NOON_MS),
    again: fc.constantFrom(null, 'stall', 'phase', 'operator'),
    held: fc.constantFrom(null, 'paused', 'down'),
    breaker: fc.constantFrom('closed', 'open'),
    lastEnd: fc.constantFrom(null, { atMs: NOON_MS - MINUTE_MS, status: 1, signal: null, how: 'exited' }),
    parked: fc.constantFrom(null, { untilMs: NOON_MS, why: 'limit', line: 'limit' }),
    phase: fc.constantFrom('core', 'polish', null),
    kickedOff: fc.constantFrom('', 'kickoff:builder:1:core'),
    ending: fc.constantFrom(null, { sinceMs: NOON_MS, thenStart: true, reason: 'stall' }),
  })
  const pane = fc.record({
    dead: fc.constantFrom(null, { status: 1, signal: null }),
    activityMs: fc.constantFrom(0, NOON_MS - HOUR_MS, NOON_MS),
    childCpu: fc.constantFrom(null, 0, 1),
    input: fc.constantFrom('queues', 'waits', 'blind'),
    screen: fc
      .record({
        state: fc.constantFrom('idle', 'working', 'dialog', 'stray', 'limited', 'unknown'),
        composer: fc.constantFrom(null, '', 'draft'),
      })
      .map((fields) => aScreen(fields as object)),
  })
  const message = fc.record({
    state: fc.constantFrom('queued', 'typing', 'typed', 'submitted', 'accepted', 'failed'),
    kind: fc.constantFrom('kickoff', 'ping', 'nudge', 'wake'),
    incarnation: fc.constantFrom(null, 1),
  })
  const names = ['builder', 'correctness', 'desk', 'preview']
  const each = <T>(one: fc.Arbitrary<T>) =>
    fc
      .tuple(...names.map(() => one))
      .map((all) => Object.fromEntries(names.map((name, index) => [name, all[index]])))
  fc.assert(
    fc.property(
      each(member),
      each(pane),
      fc.array(message, { maxLength: 3 }),
      fc.boolean(),
      (members, panes, messages, done) => {
        const situation = aSituation({
          members: members as NonNullable<Overrides['members']>,
          panes: panes as NonNullable<Overrides['panes']>,
          memory: {
            ...gates(aGate({ a: PASS })).memory,
            messages: Object.fromEntries(
              messages.map((fields, index) => [index, aMessage(index, fields as object)]),
            ),
            done: { core: done },
          },
          seen: { wakesDue: { desk: NOON_MS } },
        })
        for (const stage of STAGES) {
          const { decisions } = rule(stage, situation)
          const touched = decisions
            .filter(({ action }) => action.do === 'start' || action.do === 'end')
            .map((one) => one.target)
          expect(new Set(touched).size).toBe(touched.length)
          const typed = decisions.filter(({ action }) => action.do === 'type').map((one) => one.target)
          expect(new Set(typed).size).toBe(typed.length)
        }
      },
    ),
    { numRuns: 300 },
  )
})
