import { expect, test } from 'vitest'
import { reload } from '../../../src/decide/reload.ts'
import type { ConfigChange } from '../../../src/model/event.ts'
import { deeds, rule } from '../../support/rulings.ts'
import { aMember, aSituation, aTeam, MINUTE_MS, type Overrides } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const CHANGED: ConfigChange = { target: 'builder', change: 'changed', restart: true, text: 'builder: model' }

function loaded(changes: readonly ConfigChange[], over: Overrides = {}) {
  return deeds(
    rule(reload, aSituation({ ...over, memory: { changes: [{ seq: 3, changes }], ...over.memory } })),
  )
}

test('only the agent that changed is ended, to be started anew', () => {
  expect(loaded([CHANGED])).toEqual(['builder: end (changed)', 'team: applied'])
})

test('a change that needs no new run ends nobody', () => {
  expect(loaded([{ ...CHANGED, restart: false }])).toEqual(['team: applied'])
  expect(loaded([{ ...CHANGED, target: 'team' }])).toEqual(['team: applied'])
})

test('an agent that was added is started by and by; nobody else is touched', () => {
  const story = Story.running(aTeam({ services: [] }))
  story.team = aTeam()
  story.fact({
    what: 'config-loaded',
    hash: 'h',
    changes: [{ target: 'preview', change: 'added', restart: false, text: 'preview added' }],
  })
  expect(story.during(MINUTE_MS).filter((one) => /start|end/.test(one))).toEqual(['preview: start (up)'])
})

test('an agent that is no longer in the file is ended, also when nobody watched as it was taken out', () => {
  const story = Story.running()
  story.team = aTeam({ services: [] })
  expect(story.during(MINUTE_MS)).toEqual(['preview: drop', 'preview: end (removed)'])
  expect(story.memory.members.preview?.run).toBe('off')
})

test('a run that is still being made is waited for: it knows only the old settings', () => {
  expect(loaded([CHANGED], { members: { builder: { run: 'starting' } } })).toEqual([])
})

test('a changed agent whose breaker is open gets a new chance', () => {
  expect(loaded([CHANGED], { members: { builder: { run: 'off', breaker: 'open' } } })).toEqual([
    'builder: release',
    'team: applied',
  ])
})

test('a change is applied once', () => {
  const story = Story.running()
  story.fact({ what: 'config-loaded', hash: 'h', changes: [CHANGED] })
  expect(story.during(MINUTE_MS).filter((one) => one === 'builder: end (changed)')).toHaveLength(1)
  expect(story.memory.members.builder).toEqual(expect.objectContaining({ run: 'running', incarnation: 2 }))
})

test('nothing changed, nothing happens', () => {
  expect(rule(reload, aSituation({ memory: { members: { builder: aMember('builder') } } }))).toEqual({
    decisions: [],
    withheld: [],
  })
})

test('a wrong file stops nothing; a person is told once, and again when it goes wrong anew', () => {
  const story = Story.running()
  const wrong = () => {
    story.fact({ what: 'config-invalid', problems: ['line 3: unknown key "modle"'] })
    return story.during(MINUTE_MS)
  }
  expect(wrong()).toEqual(['team: alarm config-invalid'])
  story.fact({ what: 'config-valid-again' })
  expect(wrong()).toEqual(['team: alarm config-invalid'])
})
