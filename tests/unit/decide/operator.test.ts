import { describe, expect, test } from 'vitest'
import { operator } from '../../../src/decide/operator.ts'
import type { Member } from '../../../src/model/memory.ts'
import type { Ask } from '../../../src/model/request.ts'
import { deeds, find, rule, withheld } from '../../support/rulings.ts'
import {
  aBackend,
  anAgent,
  aPhase,
  aSituation,
  aTeam,
  MINUTE_MS,
  NOON_MS,
  type Overrides,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const EXIT_1 = { atMs: NOON_MS, status: 1, signal: null, how: 'exited' }

function asked(ask: Ask, over: Overrides = {}) {
  const requests = [{ ...ask, id: 'one', askedMs: NOON_MS }]
  return rule(operator, aSituation({ ...over, memory: { requests, ...over.memory } }))
}

const builder = (fields: Partial<Member>): Overrides => ({ members: { builder: fields } })

describe('answers', () => {
  test.each([
    { ask: 'up', agents: [] },
    { ask: 'down', agents: ['builder'] },
    { ask: 'stop', keepSessions: true },
    { ask: 'restart', agents: ['builder'] },
    { ask: 'send', agents: ['builder'], text: 'hello' },
    { ask: 'pause', agents: ['builder'] },
    { ask: 'resume', agents: ['builder'] },
    { ask: 'phase', phase: 'polish' },
    { ask: 'phase-next' },
  ] as Ask[])('$ask is answered', (ask) => {
    expect(find(asked(ask), 'answer')).toMatchObject({ request: 'one', ok: true })
  })

  test('an unknown name does nothing to anybody, and the answer says so', () => {
    const ruling = asked({ ask: 'restart', agents: ['builder', 'bulider'] })
    expect(deeds(ruling)).toEqual(['team: answer'])
    expect(find(ruling, 'answer')).toMatchObject({ ok: false, text: 'no agent or service is named bulider' })
  })

  test('a request is carried out once', () => {
    const story = Story.running()
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    story.during(MINUTE_MS)
    expect(story.log.filter((one) => one === 'builder: queue operator')).toHaveLength(1)
  })
})

describe('up', () => {
  test('changes nothing for who runs', () => {
    expect(deeds(asked({ ask: 'up', agents: [] }))).toEqual(['team: answer'])
  })

  test('the first one that names agents leaves the others down, until they are named', () => {
    const story = new Story()
    story.ask({ ask: 'up', agents: ['builder'] })
    story.during(MINUTE_MS)
    expect(
      Object.values(story.memory.members)
        .filter((one) => one.run === 'running')
        .map((one) => one.name),
    ).toEqual(['builder'])
    story.ask({ ask: 'up', agents: [] })
    story.during(MINUTE_MS)
    expect(Object.values(story.memory.members).every((one) => one.run === 'running')).toBe(true)
  })

  test('a later one that names agents takes nobody down', () => {
    expect(deeds(asked({ ask: 'up', agents: ['builder'] }))).toEqual(['team: answer'])
  })

  test.each([
    ['in its back-off', {}],
    ['behind an open breaker', { breaker: 'open' }],
  ] as const)('starts at once who is dead %s', (_what, fields) => {
    expect(
      deeds(asked({ ask: 'up', agents: ['builder'] }, builder({ run: 'off', lastEnd: EXIT_1, ...fields }))),
    ).toContain('builder: start (up)')
  })

  test('starts who is watched by nobody, also after it was taken down', () => {
    const story = Story.running(withAgent(aTeam(), 'desk', { watch: 'none' }))
    story.ask({ ask: 'down', agents: ['desk'] })
    story.during(MINUTE_MS)
    expect(story.memory.members.desk?.run).toBe('off')
    story.ask({ ask: 'up', agents: ['desk'] })
    story.during(20 * SECOND_MS)
    expect(story.memory.members.desk?.run).toBe('running')
    story.die('desk')
    story.during(20 * SECOND_MS)
    expect(story.memory.members.desk?.run).toBe('off')
    story.ask({ ask: 'up', agents: ['desk'] })
    story.during(20 * SECOND_MS)
    expect(story.memory.members.desk?.run).toBe('running')
  })

  test('neither a finished task nor a loop agent without a part in the phase', () => {
    const team = aTeam({
      agents: [anAgent('sweep', { kind: 'task' }), anAgent('builder')],
      loop: { phases: [aPhase('core', { agents: [] })] },
    })
    const members = {
      sweep: { run: 'off', lastEnd: { ...EXIT_1, status: 0 } },
      builder: { run: 'off', lastEnd: EXIT_1 },
    } as const
    expect(deeds(asked({ ask: 'up', agents: [] }, { team, members }))).toEqual(['team: answer'])
  })
})

describe('down', () => {
  test('ends who runs, and it stays down', () => {
    const story = Story.running()
    story.ask({ ask: 'down', agents: ['builder'] })
    expect(story.tick()).toEqual(['builder: hold down', 'builder: end (down)', 'team: answer'])
    expect(story.during(10 * MINUTE_MS).filter((one) => one.startsWith('builder'))).toEqual([])
  })

  test('one that is just being made is ended behind its start', () => {
    const starting = asked({ ask: 'down', agents: ['builder'] }, builder({ run: 'starting' }))
    expect(deeds(starting)).toEqual(['builder: hold down', 'builder: end (down)', 'team: answer'])
  })

  test('what one left behind that died by itself is ended, once', () => {
    const died = { run: 'off', lastEnd: { atMs: NOON_MS, status: 1, signal: null, how: 'exited' } } as const
    const ask = { ask: 'down', agents: ['builder'] } as const
    expect(deeds(asked(ask, builder(died)))).toEqual([
      'builder: hold down',
      'builder: end (down)',
      'team: answer',
    ])
    expect(deeds(asked(ask, builder({ ...died, pane: null })))).toEqual([
      'builder: hold down',
      'team: answer',
    ])
  })

  test('one that runs though it was taken down is ended, once', () => {
    expect(deeds(rule(operator, aSituation(builder({ held: 'down' }))))).toEqual(['builder: end (down)'])
    const ending = { sinceMs: NOON_MS, thenStart: false, reason: 'down' } as const
    expect(deeds(rule(operator, aSituation(builder({ held: 'down', ending }))))).toEqual([])
  })

  test('stop ends everybody, or nobody when the sessions are kept', () => {
    const story = Story.running()
    story.ask({ ask: 'stop', keepSessions: false })
    story.during(SECOND_MS)
    expect(Object.values(story.memory.members).every((one) => one.run === 'off')).toBe(true)
    const kept = Story.running()
    kept.ask({ ask: 'stop', keepSessions: true })
    expect(kept.during(SECOND_MS).filter((one) => one.includes('end'))).toEqual([])
    expect(kept.memory.stopping).toEqual({ keepSessions: true })
  })
})

describe('restart', () => {
  test('ends the run and starts the next one, also behind an open breaker', () => {
    expect(deeds(asked({ ask: 'restart', agents: ['builder'] }))).toEqual([
      'builder: release',
      'builder: end (operator)',
      'team: answer',
    ])
    const dead = builder({ run: 'off', breaker: 'open', lastEnd: EXIT_1 })
    expect(deeds(asked({ ask: 'restart', agents: ['builder'] }, dead))).toEqual([
      'builder: release',
      'builder: start (operator)',
      'team: answer',
    ])
  })

  test.each(['starting', 'ending'] as const)('waits while one is %s', (run) => {
    expect(rule(operator, aSituation({ ...builder({ run }), memory: {} }))).toEqual({
      decisions: [],
      withheld: [],
    })
    expect(deeds(asked({ ask: 'restart', agents: ['builder'] }, builder({ run })))).toEqual([])
  })
})

describe('pause and resume', () => {
  test('a paused agent gets no text and is not stalled; after resume it gets what waited', () => {
    const story = Story.running()
    story.ask({ ask: 'pause', agents: ['builder'] })
    story.tick()
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    expect(story.during(60 * MINUTE_MS).filter((one) => /type|end/.test(one))).toEqual([])
    story.ask({ ask: 'resume', agents: ['builder'] })
    expect(story.during(20 * SECOND_MS)).toContain('builder: type')
  })
})

describe('send', () => {
  test('queues the words as they are, for every agent when none is named', () => {
    const ruling = asked({ ask: 'send', agents: [], text: 'hello "you"' })
    expect(deeds(ruling).filter((one) => one.includes('queue'))).toHaveLength(4)
    expect(find(ruling, 'queue').draft).toMatchObject({ line: 'hello "you"', tagged: false, file: null })
  })

  test('a service takes no text', () => {
    expect(find(asked({ ask: 'send', agents: ['preview'], text: 'x' }), 'answer')).toMatchObject({
      ok: false,
      text: 'preview is a service and takes no text',
    })
  })
})

describe('phase', () => {
  test('next is the phase after this one; after the last one there is none', () => {
    expect(find(asked({ ask: 'phase-next' }), 'begin-phase').phase).toBe('polish')
    const { phase } = aSituation().memory
    const last = asked({ ask: 'phase-next' }, { memory: { phase: { ...phase, current: 'polish' } } })
    expect(find(last, 'answer')).toMatchObject({ ok: false, text: 'this is the last phase' })
  })

  test('an unknown id is answered with those there are', () => {
    expect(find(asked({ ask: 'phase', phase: 'cor' }), 'answer')).toMatchObject({
      ok: false,
      text: 'no phase has the id cor; there are: core, polish',
    })
  })
})

test('nothing is asked, nothing is done', () => {
  const ruling = rule(operator, aSituation())
  expect([deeds(ruling), withheld(ruling)]).toEqual([[], []])
})

describe('words of a person', () => {
  const sent = (text: string, over: Overrides = {}) => {
    const action = find(asked({ ask: 'send', agents: ['builder'], text }, over), 'queue')
    return action?.do === 'queue' ? action.draft : null
  }

  test.each(['hello', 'three\nshort\r\nlines\n', 'x'.repeat(450)])(
    'types short words as they are: %j',
    (text) => {
      expect(sent(text)).toMatchObject({ line: text, tagged: false, file: null })
    },
  )

  test.each(['four\nlines\nof\nwords', 'x'.repeat(451)])(
    'types where long words stand, with a tag, and fills nothing into them: %j',
    (text) => {
      const path = '/team/.agents/messages/builder/operator-one.md'
      expect(sent(text)).toMatchObject({
        ...{ line: `Read ${path} and follow it.`, tagged: true },
        file: { path, text, sources: [], values: {} },
      })
    },
  )

  test('a program that just reads lines gets long words as they are', () => {
    const shell = withAgent(aTeam(), 'builder', { backend: aBackend({ profile: 'shell' }) })
    expect(sent('x\n'.repeat(500), { team: shell })).toMatchObject({ tagged: false, file: null })
  })
})
