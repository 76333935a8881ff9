import { describe, expect, test } from 'vitest'
import type { DialogSeen } from '../../../src/model/dialog.ts'
import type { PaneSeen } from '../../../src/model/observation.ts'
import type { Agent } from '../../../src/model/team.ts'
import { aBackend, aScreen, aTeam, HOUR_MS, MINUTE_MS, NOON_MS, withAgent } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const asking = (detail: string, dialog: Partial<DialogSeen> = {}): Partial<PaneSeen> => ({
  activityMs: NOON_MS - MINUTE_MS,
  screen: aScreen({ state: 'dialog', composer: null, detail, dialog: { ...UNKNOWN, ...dialog } }),
})
const UNKNOWN: DialogSeen = {
  ...{ kind: 'other', name: '', options: ['Yes', 'No'], chosen: 0, answer: null, folder: null },
}
const OPEN = asking('Do you want to proceed?')
const PERMISSION = asking('Do you want to proceed? (Bash: rm -rf build)', { kind: 'permission' })
const trust = (chosen: number, fields: Partial<PaneSeen> = {}): Partial<PaneSeen> => ({
  ...asking('Trust this folder?', {
    ...{ kind: 'startup', name: 'trust-folder', options: ['No, exit', 'Yes, trust it'], chosen, answer: 1 },
  }),
  ...fields,
})
const alarms = (decided: readonly string[]) => decided.filter((one) => one === 'builder: alarm needs-human')
const presses = (decided: readonly string[]) =>
  decided.filter((one) => one.startsWith('builder: press')).map((one) => one.slice('builder: press '.length))

describe('a dialog that is not known', () => {
  test('is told to a person once when it has stood for a minute, and nothing is typed into it', () => {
    const story = Story.running()
    story.draw('builder', OPEN)
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    expect(alarms(story.during(50_000))).toHaveLength(0)
    expect(alarms(story.during(MINUTE_MS))).toHaveLength(1)
    const later = story.during(3 * HOUR_MS)
    expect(alarms(later)).toHaveLength(0)
    expect(later.join()).not.toMatch(/type|press|end|start/)
  })

  test('is not told when a person answers it in time', () => {
    const story = Story.running()
    story.draw('builder', OPEN)
    story.during(50_000)
    story.draw('builder', { screen: aScreen() })
    expect(alarms(story.during(10 * MINUTE_MS))).toHaveLength(0)
  })

  test('is told anew after the agent has worked again', () => {
    const story = Story.running()
    for (let times = 1; times <= 2; times++) {
      story.draw('builder', OPEN)
      story.during(2 * MINUTE_MS)
      expect(alarms(story.log)).toHaveLength(times)
      story.draw('builder', { screen: aScreen({ state: 'working' }), activityMs: story.nowMs })
      story.during(MINUTE_MS)
    }
  })
})

describe('a permission prompt', () => {
  test('makes the verdict say what leave is waited for', () => {
    const story = Story.running()
    story.draw('builder', PERMISSION)
    story.tick()
    expect(story.memory.members.builder?.verdict).toMatchObject({
      name: 'waiting',
      detail: 'on permission: Do you want to proceed? (Bash: rm -rf build)',
    })
  })

  test('gets no key and no text, whatever is queued; another one right behind it is told again, a redrawn one is not', () => {
    const story = Story.running()
    story.draw('builder', PERMISSION)
    for (const text of ['one', 'two']) story.ask({ ask: 'send', agents: ['builder'], text })
    story.during(2 * MINUTE_MS)
    expect(alarms(story.log)).toHaveLength(1)
    story.draw('builder', asking('Do you want to proceed? (Bash:\n rm -rf build)', { kind: 'permission' }))
    expect(alarms(story.during(5 * MINUTE_MS))).toHaveLength(0)
    story.draw('builder', asking('Do you want to proceed? (Bash: make)', { kind: 'permission' }))
    expect(alarms(story.during(5 * MINUTE_MS))).toHaveLength(1)
    expect(story.log.join()).not.toMatch(/builder: (press|type|submit)/)
  })
})

describe('a known dialog', () => {
  test('is answered key by key, each after a look: towards the right option, then Enter', () => {
    const story = Story.running()
    story.draw('builder', trust(0))
    expect(presses(story.tick())).toEqual(['Down'])
    story.draw('builder', trust(1))
    expect(presses(story.after(250))).toEqual(['Enter'])
    story.draw('builder', { screen: aScreen() })
    expect(presses(story.during(MINUTE_MS))).toEqual([])
    expect(alarms(story.log)).toHaveLength(0)
  })

  test.each([0, 1])(
    'with row %i chosen gets one key alone until its effect is seen; then it is a person’s',
    (chosen) => {
      const story = Story.running()
      story.draw('builder', trust(chosen))
      const decided = story.during(10 * MINUTE_MS)
      expect(presses(decided)).toEqual([chosen === 0 ? 'Down' : 'Enter'])
      expect(alarms(decided)).toHaveLength(1)
    },
  )

  test('gets a key again that was not pressed after all', () => {
    const story = Story.running()
    story.outcomes = { press: { ok: false, reached: 'refused', text: 'no key: another row is chosen now' } }
    story.draw('builder', trust(0))
    expect(presses(story.tick())).toEqual(['Down'])
    story.outcomes = {}
    expect(presses(story.after(250))).toEqual(['Down'])
    expect(presses(story.after(250))).toEqual([])
  })

  test('gets its first key when it has been drawn to its end, or stands while it draws on', () => {
    const story = Story.running()
    story.draw('builder', trust(0, { activityMs: story.nowMs }))
    expect(presses(story.after(1_000))).toEqual([])
    expect(presses(story.after(600))).toEqual(['Down'])
    const restless = Story.running()
    const decided: string[] = []
    for (let times = 0; times < 12; times++) {
      restless.draw('builder', trust(0, { activityMs: restless.nowMs }))
      decided.push(...restless.after(1_000))
    }
    expect(presses(decided)).toEqual(['Down'])
  })

  test('that follows another one is answered for itself', () => {
    const story = Story.running()
    story.draw('builder', trust(1))
    expect(presses(story.tick())).toEqual(['Enter'])
    story.draw('builder', asking('Use the key?', { kind: 'startup', name: 'key', chosen: 1, answer: 0 }))
    expect(presses(story.after(250))).toEqual(['Up'])
  })

  test('is left to a person when the answer is refused, and it is said why', () => {
    const story = Story.running()
    story.outcomes = { press: { ok: false, text: 'it asks to trust /, which is not its cwd' } }
    story.draw('builder', trust(0))
    const decided = story.during(10 * MINUTE_MS)
    expect(presses(decided)).toEqual(['Down'])
    expect(alarms(decided)).toHaveLength(1)
    expect(story.memory.members.builder?.dialog?.why).toContain('not its cwd')
  })

  test('with no row chosen gets no key', () => {
    const story = Story.running()
    story.draw('builder', asking('Trust?', { kind: 'startup', name: 'trust', answer: 1, chosen: null }))
    expect(presses(story.during(MINUTE_MS))).toEqual([])
  })

  test.each<[string, Partial<Agent>]>([
    ['answer_dialogs = false', { backend: aBackend({ answerDialogs: false }) }],
    ['watch = "none"', { watch: 'none' }],
  ])('gets no key with %s; a person is told', (_key, fields) => {
    const story = Story.running(withAgent(aTeam(), 'builder', fields))
    story.draw('builder', trust(0))
    const decided = story.during(10 * MINUTE_MS)
    expect(presses(decided)).toEqual([])
    expect(alarms(decided)).toHaveLength(1)
  })

  test('gets no key with heal = "observe"; what would be pressed is withheld', () => {
    const story = Story.running(aTeam({ watchdog: { heal: 'observe' } }))
    story.draw('builder', trust(0))
    expect(presses(story.during(MINUTE_MS))).toEqual([])
    expect(story.withheld).toContain('builder: press Down: heal = "observe"')
  })

  test('is not touched while a person is attached and moves something; it is when they only look', () => {
    const story = Story.running()
    for (let times = 0; times < 6; times++) {
      story.draw('builder', trust(0, { attached: 1, activityMs: story.nowMs }))
      expect(presses(story.during(10_000))).toEqual([])
    }
    expect(story.withheld).toContain('builder: press Down: a person is attached and may be answering it')
    expect(presses(story.during(40_000))[0]).toBe('Down')
  })

  test.each<[string, Partial<PaneSeen>]>([
    ['a person scrolls in the pane', { inMode: true, attached: 1, activityMs: 0 }],
    ['the input of its pane is switched off', { inputOff: true }],
    ['its program is gone, a shell is in its pane', { bareShell: true }],
  ])('is not touched while %s', (why, fields) => {
    const story = Story.running()
    story.draw('builder', trust(0, fields))
    expect(presses(story.during(5_000))).toEqual([])
    expect(story.withheld).toContain(`builder: press Down: ${why}`)
  })

  test('about a limit is answered while the agent is parked for it', () => {
    const story = Story.running()
    story.write('builder', { resetsMs: null })
    story.tick()
    expect(story.memory.members.builder?.parked).not.toBe(null)
    story.draw('builder', asking('What now?', { kind: 'limit', name: 'limit', answer: 0 }))
    expect(presses(story.after(1000))).toEqual(['Enter'])
  })

  test('that comes again in the next run is answered again', () => {
    const story = Story.running()
    story.outcomes = { press: { ok: false, text: 'refused' } }
    story.draw('builder', trust(0))
    story.tick()
    story.outcomes = {}
    story.ask({ ask: 'restart', agents: ['builder'] })
    story.during(MINUTE_MS)
    story.draw('builder', trust(0))
    expect(presses(story.tick())).toEqual(['Down'])
  })
})
