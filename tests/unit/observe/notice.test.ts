import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../src/model/event.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { Instant } from '../../../src/model/time.ts'
import { notice } from '../../../src/observe/notice.ts'
import {
  aMember,
  aPane,
  aScreen,
  aSituation,
  BOOT,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  type Overrides,
  SECOND_MS,
} from '../../support/situation.ts'

/** What is noticed of a team whose picture is known already, but for what is overridden. */
function noticed(over: Overrides = {}, before: Instant | null = null): Fact[] {
  const { memory, seen } = aSituation(over)
  const members = Object.values(memory.members).map((member) => {
    const known = aPane(member.name)
    return [member.name, { ...member, seen: member.seen ?? known }] as const
  })
  const servers = { 'agents-team-0': 'up' as const }
  return notice(
    { ...memory, servers, ...over.memory, members: over.memory?.members ?? Object.fromEntries(members) },
    seen,
    before,
  )
}

const whats = (facts: readonly Fact[]) =>
  facts.map((one) => ('member' in one ? `${one.member} ${one.what}` : one.what))
const DEAD = { dead: { status: 1, signal: null } }

test('a team that looks as it did gives no news', () => {
  expect(noticed()).toEqual([])
})

describe('pictures', () => {
  test('a moving spinner, a newer stamp and CPU are no news', () => {
    const builder = {
      activityMs: NOON_MS,
      childCpu: 0.5,
      transcriptMs: 5,
      screen: aScreen({ detail: 'Working… (4s)' }),
    }
    const before = { seen: aPane('builder', { transcriptMs: 1 }) }
    expect(noticed({ panes: { builder }, members: { builder: before } })).toEqual([])
  })

  test.each([
    ['its state', { screen: aScreen({ state: 'working' }) }],
    ['its box', { screen: aScreen({ composer: 'x' }) }],
    ['a tag', { screen: aScreen({ tags: [1] }) }],
    ['a WAITING-UNTIL', { screen: aScreen({ waitingUntil: { line: 'WAITING-UNTIL +1m', value: '+1m' } }) }],
    ['a person who attached', { attached: 1 }],
    ['its transcript, seen for the first time', { transcriptMs: 5 }],
    ['copy mode', { inMode: true }],
    ['five minutes of drawing', { activityMs: NOON_MS + 5 * MINUTE_MS }],
  ])('what differs in %s is news', (_what, builder) => {
    expect(whats(noticed({ panes: { builder } }))).toEqual(['builder session'])
  })

  test('the first input box means that it is ready', () => {
    expect(whats(noticed({ members: { builder: { readyMs: null } } }))).toEqual(['builder ready'])
    const starting = {
      members: { builder: { readyMs: null } },
      panes: { builder: { screen: aScreen({ composer: null }) } },
    }
    expect(whats(noticed(starting))).toEqual(['builder session'])
  })
})

describe('ends', () => {
  test('a dead pane is the end of a run, with its status', () => {
    const facts = noticed({ panes: { builder: DEAD } })
    expect(facts).toContainEqual({
      what: 'ended',
      member: 'builder',
      incarnation: 1,
      status: 1,
      signal: null,
      how: 'exited',
    })
  })

  test('a session that is gone with its program is one; with a living program, or unknown, it is none', () => {
    const gone = (
      session: Observation['sessions'][string],
      server: Observation['servers'][string] = { kind: 'up', pid: 1, startTicks: 1 },
    ) => {
      const { seen } = aSituation()
      return noticed({
        seen: { sessions: { ...seen.sessions, builder: session }, servers: { 'agents-team-0': server } },
      })
    }
    expect(gone({ kind: 'missing', recordedAlive: false })).toContainEqual(
      expect.objectContaining({ what: 'ended', how: 'session-missing' }),
    )
    expect(gone({ kind: 'missing', recordedAlive: false }, { kind: 'gone' })).toContainEqual(
      expect.objectContaining({ what: 'ended', how: 'server-gone' }),
    )
    expect(gone({ kind: 'missing', recordedAlive: true })).toEqual([])
    expect(gone({ kind: 'unknown', why: 'frozen' })).toEqual([])
  })

  test('a member that is ending, or was never started, ends no second time', () => {
    expect(whats(noticed({ panes: { builder: DEAD }, members: { builder: { run: 'ending' } } }))).toEqual([])
    expect(whats(noticed({ panes: { builder: DEAD }, members: { builder: { run: 'off' } } }))).toEqual([])
  })
})

describe('deaths of many', () => {
  const dead = (...names: string[]) => Object.fromEntries(names.map((name) => [name, DEAD]))
  const mass = (facts: readonly Fact[]) => facts.find((one) => one.what === 'mass-death')?.members

  test('two are two, three are one event', () => {
    expect(mass(noticed({ panes: dead('builder', 'desk') }))).toBe(undefined)
    expect(mass(noticed({ panes: dead('builder', 'desk', 'preview') }))).toEqual([
      'builder',
      'desk',
      'preview',
    ])
  })

  test('some seconds apart they still are; a minute apart they are not', () => {
    const earlier = (ms: number) => ({
      run: 'off' as const,
      deaths: [{ atMs: NOON_MS - ms, livedMs: HOUR_MS, shared: false }],
    })
    const members = (ms: number) => ({ correctness: earlier(ms), readability: earlier(ms) })
    expect(mass(noticed({ panes: dead('builder'), members: members(9 * SECOND_MS) }))).toEqual([
      'correctness',
      'readability',
      'builder',
    ])
    expect(mass(noticed({ panes: dead('builder'), members: members(MINUTE_MS) }))).toBe(undefined)
  })

  test('who is found dead just after belongs to the same event, unless it died in it and dies again', () => {
    const memory = { massDeathMs: NOON_MS - SECOND_MS }
    const shared = (facts: readonly Fact[]) =>
      facts.flatMap((fact) => (fact.what === 'ended' ? [fact.shared ?? false] : []))
    const late = noticed({ panes: dead('builder'), memory })
    expect(shared(late)).toEqual([true])
    expect(mass(late)).toBe(undefined)
    const twice = { builder: { deaths: [{ atMs: NOON_MS - 2 * SECOND_MS, livedMs: HOUR_MS, shared: true }] } }
    expect(shared(noticed({ panes: dead('builder'), members: twice, memory }))).toEqual([false])
  })

  test('a team that dies together again and again is not excused each time', () => {
    const memory = { massDeathMs: NOON_MS - MINUTE_MS }
    expect(mass(noticed({ panes: dead('builder', 'desk', 'preview'), memory }))).toBe(undefined)
  })

  test('programs that finish together did not die', () => {
    const done = { dead: { status: 0, signal: null } }
    expect(mass(noticed({ panes: { builder: done, desk: done, preview: done } }))).toBe(undefined)
  })
})

describe('sessions that memory does not know', () => {
  test('one with our mark is adopted; one without, or a dead one, is not', () => {
    const off = { members: { builder: { run: 'off' as const } } }
    expect(whats(noticed({ ...off, panes: { builder: { incarnation: 4 } } }))).toEqual([
      'builder adopted',
      'builder session',
    ])
    expect(noticed({ ...off, panes: { builder: { incarnation: null } } })).toEqual([])
    expect(noticed({ ...off, panes: { builder: { incarnation: 4, ...DEAD } } })).toEqual([])
  })

  test('one that is just being started is not adopted', () => {
    expect(noticed({ members: { builder: { run: 'starting', incarnation: 1 } } })).toEqual([])
  })
})

describe('clocks', () => {
  const earlierBy = (wallMs: number, monoMs: number): Instant => ({
    wallMs: NOON_MS - wallMs,
    monoMs: HOUR_MS - monoMs,
    bootId: BOOT,
  })

  test.each([
    ['eight hours of sleep', earlierBy(8 * HOUR_MS, SECOND_MS), 8 * HOUR_MS - SECOND_MS],
    ['a clock that is put back', earlierBy(-HOUR_MS, SECOND_MS), -HOUR_MS - SECOND_MS],
  ])('%s are noticed', (_what, instant, byMs) => {
    expect(noticed({}, instant)).toEqual([{ what: 'clock-jumped', byMs }])
  })

  test('a slow tick, a small correction, the first look and another boot are not', () => {
    expect(noticed({}, earlierBy(HOUR_MS, HOUR_MS))).toEqual([])
    expect(noticed({}, earlierBy(25 * SECOND_MS, SECOND_MS))).toEqual([])
    expect(noticed({}, null)).toEqual([])
    expect(noticed({}, { ...earlierBy(8 * HOUR_MS, SECOND_MS), bootId: 'another' })).toEqual([])
  })
})

describe('told once', () => {
  test('servers: a change is news, one that never was is not', () => {
    const gone = { seen: { servers: { 'agents-team-0': { kind: 'gone' as const } } } }
    expect(whats(noticed(gone))).toEqual(['server'])
    expect(whats(noticed({ ...gone, memory: { servers: {} } }))).toEqual([])
    expect(whats(noticed({ ...gone, memory: { servers: { 'agents-team-0': 'gone' } } }))).toEqual([])
  })

  test('requests: one that stands or was answered is not asked again', () => {
    const request = { ask: 'phase-next' as const, id: 'x', askedMs: NOON_MS }
    const seen = { requests: [request] }
    expect(whats(noticed({ seen }))).toEqual(['request'])
    expect(noticed({ seen, memory: { requests: [request] } })).toEqual([])
    expect(noticed({ seen, memory: { answered: ['x'] } })).toEqual([])
  })

  test('troubles and an unreadable repository: when they begin, change and end', () => {
    expect(whats(noticed({ seen: { troubles: ['disk'] } }))).toEqual(['troubles'])
    expect(noticed({ seen: { troubles: ['disk'] }, memory: { troubles: ['disk'] } })).toEqual([])
    expect(whats(noticed({ memory: { troubles: ['disk'] } }))).toEqual(['troubles'])
    const repository = {
      kind: 'unknown',
      failure: { kind: 'timeout', message: 'no answer', hint: 'wait' },
    } as const
    expect(whats(noticed({ seen: { repository } }))).toEqual(['repository-unknown'])
    expect(noticed({ seen: { repository }, memory: { repositoryTrouble: 'no answer' } })).toEqual([])
  })
})

test('a member without a picture yet gets one', () => {
  const { seen } = aSituation()
  expect(
    whats(
      notice(
        { ...aSituation().memory, members: { desk: aMember('desk') } },
        { ...seen, servers: {}, sessions: { desk: aPane('desk') } },
        null,
      ),
    ),
  ).toEqual(['desk session'])
})
