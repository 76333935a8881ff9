import { expect, test } from 'vitest'
import { judge } from '../../../src/decide/verdict.ts'
import type { PaneSeen } from '../../../src/model/observation.ts'
import { obstacleToText } from '../../../src/model/obstacle.ts'
import type { Doing, Testimony } from '../../../src/model/testimony.ts'
import {
  aPane,
  aScreen,
  aSituation,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  SECOND_MS,
} from '../../support/situation.ts'

/** The pane of an agent whose registry says so since a while, above an empty input box. */
function told(says: Doing, fields: Partial<PaneSeen> = {}, agoMs = MINUTE_MS): PaneSeen {
  const registry: Testimony = {
    ...{
      teller: 'registry',
      says,
      sinceMs: NOON_MS - agoMs,
      detail: says === 'limited' ? 'resets 3am' : '',
      untilMs: null,
    },
  }
  return aPane('builder', { activityMs: NOON_MS - SECOND_MS, testimonies: [registry], ...fields })
}

function verdictOf(pane: PaneSeen): string {
  const { name, detail } = judge(aSituation({ panes: { builder: pane } }), 'builder').verdict
  return detail === '' ? name : `${name}, ${detail}`
}

test.each<[Doing, string, string | null]>([
  ['idle', 'idle', null],
  ['working', 'working', null],
  ['compacting', 'working, compacting its context', 'it compacts its context'],
  ['background', 'idle, a background job runs', null],
  ['permission', 'waiting, on permission', 'asks leave'],
  ['question', 'waiting, on a dialog', 'a dialog is open'],
  ['failed', 'idle, its turn failed', null],
  ['limited', 'idle', null],
  ['ended', 'unknown, it says that it has ended; its program runs', null],
])('an agent that is told to be %s is %s, and what forbids a text is: %s', (says, verdict, obstacle) => {
  expect(verdictOf(told(says))).toBe(verdict)
  expect(obstacleToText(told(says))).toBe(obstacle)
})

const SILENT = { activityMs: NOON_MS - 20 * MINUTE_MS }

test('a registry that says working keeps no silent agent from being stalled', () => {
  expect(verdictOf(told('working', SILENT))).toMatch(/^stalled/)
})

test('a silent agent is not stalled while a job of its own runs in the background, but a server there hides nothing', () => {
  expect(verdictOf(told('background', SILENT))).toBe('waiting, a background job runs')
  expect(verdictOf(told('background', SILENT, 3 * HOUR_MS))).toMatch(/^stalled/)
})

test('a text is not typed into a Codex whose title shows work, though its screen shows none', () => {
  const title: Testimony = {
    ...{
      teller: 'title',
      says: 'working',
      sinceMs: NOON_MS,
      detail: '',
      untilMs: null,
    },
  }
  const pane = aPane('builder', { input: 'waits', screen: aScreen(), testimonies: [title] })
  expect(obstacleToText(pane)).toBe('it is working; a text now would be lost, or cost its answer')
})

test('nothing is typed while nobody can tell whether a CLI works that throws its answer away then', () => {
  const screen = aScreen({ state: 'unknown', composer: '' })
  expect(obstacleToText(aPane('builder', { input: 'waits', screen }))).toBe('whether it works is not known')
  expect(obstacleToText(aPane('builder', { input: 'queues', screen }))).toBe(null)
})

test('what each teller says stands in the evidence, with its age', () => {
  const { because } = judge(aSituation({ panes: { builder: told('working') } }), 'builder')
  expect(because).toContainEqual({ saw: 'registry says working', ageMs: MINUTE_MS })
})
