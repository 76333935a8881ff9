import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Testimony } from '../../../src/model/testimony.ts'
import {
  decided,
  done,
  fact,
  paneOf,
  queue,
  RecordedTeam,
  verdict,
  withheld,
} from '../../support/recorded-team.ts'
import { aPane } from '../../support/situation.ts'

let team: RecordedTeam
beforeEach(() => {
  team = new RecordedTeam().watched()
})
afterEach(() => team.close())

const MINUTE = 60_000
const END = { do: 'end', reason: 'stall', thenStart: true } as const
const START = { do: 'start', incarnation: 2, reason: 'dead' } as const
const SILENCE = [{ saw: 'pane %3 last drew', ageMs: 15 * MINUTE }, { saw: 'children use 0 % of a core' }]

/** The text without its times, which differ from run to run. */
function told(out: string): string {
  return out
    .replaceAll(/\d\d:\d\d:\d\d {2}/g, '')
    .replaceAll(/-> \d\d:\d\d:\d\d /g, '-> later: ')
    .replaceAll(/^-- .* --\n/gm, '')
}

/** The log below the verdicts. */
function logIn(out: string): string {
  return told(out.slice(out.indexOf('\n\n') + 2))
}

test('the newest verdict comes first, with its evidence and its age', async () => {
  team.started('builder', 60 * MINUTE)
  team.add(5 * MINUTE, verdict('builder', 'stalled', 'silent, and the next move is its own', SILENCE))
  const { code, out } = await team.run('why', 'builder')
  expect(code).toBe(0)
  const [first, second, third] = out.split('\n')
  expect(first).toMatch(/^builder is stalled since \S+ \(5m\): silent, and the next move is its own$/)
  expect(second).toMatch(/^ {2}seen at \S+: pane %3 last drew \(15m before\); children use 0 % of a core$/)
  expect(third).toMatch(/^ {2}run 1, started for: up, at /)
})

test('an agent that works and makes no progress says since when', async () => {
  team.started('builder', 60 * MINUTE)
  const noProgressSinceMs = Date.now() - 12 * MINUTE - 5_000
  const working = { name: 'working', detail: 'Thinking (724s)', untilMs: null, noProgressSinceMs } as const
  team.add(MINUTE, fact({ what: 'verdict', member: 'builder', verdict: working, because: [] }))
  const { out } = await team.run('why', 'builder')
  expect(out).toMatch(/^builder is working since \S+ \(\w+\): no progress since 12m\d+s; Thinking \(724s\)$/m)
})

test('what each teller says stands side by side with its age, and the one that is believed is marked', async () => {
  team.started('builder', 60 * MINUTE)
  const testimonies = [
    aTestimony('hook', 'working', Date.now() - 9 * MINUTE),
    aTestimony('registry', 'idle', Date.now() - 2 * MINUTE),
    aTestimony('title', null, 0),
    aTestimony('screen', 'idle', 0),
  ]
  const seen = aPane('builder', { testimonies }, Date.now())
  team.add(MINUTE, fact({ what: 'session', member: 'builder', seen: { ...seen, pane: paneOf('builder') } }))
  const { out } = await team.run('why', 'builder')
  expect(out).toMatch(/^ {4,}hook +working +\S+ \(9m\)$/m)
  expect(out).toMatch(/^ {2}\* +registry +idle +\S+ \(2m\)$/m)
  expect(out).toMatch(/^ {4,}title +not known +-$/m)
  expect(out).toMatch(/^ {4,}screen +idle +as drawn now$/m)
  expect((await team.run('why')).out).not.toContain('told by')
  const { beliefs } = JSON.parse((await team.run('why', 'builder', '--json')).out)
  expect(beliefs[0].told[1]).toMatchObject({ teller: 'registry', says: 'idle', isBelieved: true })
})

function aTestimony(teller: Testimony['teller'], says: Testimony['says'], sinceMs: number): Testimony {
  return { teller, says, sinceMs, detail: '', untilMs: null }
}

test('a decision stands with its rule, its evidence and what came of it', async () => {
  team.started('builder', 60 * MINUTE)
  const [end] = team.add(5 * MINUTE, decided('stall', 'builder', END, SILENCE))
  team.add(5 * MINUTE - 4_000, done(end?.seq ?? 0, 'builder', { ok: true, text: 'ended 4 processes' }))
  const { out } = await team.run('why', 'builder')
  expect(logIn(out)).toContain(`stall     end builder (stall) and start it again
                    because pane %3 last drew (15m before); children use 0 % of a core
                    -> later: ended 4 processes
`)
})

test('what was not done says which obstacle won, and repeats are counted, not repeated', async () => {
  for (const agoMs of [9, 8, 7])
    team.add(
      agoMs * MINUTE,
      withheld('heal', 'builder', START, 'the crash-loop breaker is open', [{ saw: 'exit 1' }]),
    )
  const { out } = await team.run('why', 'builder')
  expect(logIn(out)).toMatch(
    /^heal {6}would start builder, run 2 \(dead\) \(3 times, last at \S+\)\n +not done: the crash-loop breaker is open\n +because exit 1\n$/,
  )
})

test('a text is one entry from its queue to its proof, with what it waited for', async () => {
  // A text of another agent comes between, so that numbers cannot be guessed from this log alone.
  team.add(9 * MINUTE, queue('adversary', 'k0', 'Other.'))
  team.add(8 * MINUTE, queue('builder', 'k1', 'Read the review.'))
  team.add(
    8 * MINUTE,
    withheld('deliver', 'builder', { do: 'type', message: 2 }, 'a draft is in its input box'),
  )
  const [type] = team.add(6 * MINUTE, decided('deliver', 'builder', { do: 'type', message: 2 }))
  team.add(6 * MINUTE, done(type?.seq ?? 0, 'builder', { ok: true, text: 'sent', reached: 'submitted' }))
  team.add(
    5 * MINUTE,
    decided('deliver', 'builder', { do: 'settle', message: 2, state: 'accepted', why: 'its tag is seen' }),
  )
  const { out } = await team.run('why', 'builder')
  expect(logIn(out)).toBe(`handoff   ping #2: Read the review.
                    because push of 1 commit
                    -> waits: a draft is in its input box
                    -> later: submitted: sent
                    -> later: accepted: its tag is seen
`)
})

test('a failed delivery and a cut-off deed are told as such', async () => {
  team.add(8 * MINUTE, queue('builder', 'k1', 'Read the review.'))
  const failed = { do: 'settle', message: 1, state: 'failed', why: 'no sign that it was taken' } as const
  team.add(7 * MINUTE, decided('deliver', 'builder', failed))
  const [end] = team.add(5 * MINUTE, decided('stall', 'builder', END))
  team.add(4 * MINUTE, done(end?.seq ?? 0, 'builder', { ok: false, cutOff: true, text: 'the watchdog died' }))
  team.add(3 * MINUTE, decided('stall', 'builder', END))
  const log = logIn((await team.run('why', 'builder')).out)
  expect(log).toContain('-> later: failed: failed: no sign that it was taken')
  expect(log).toContain('-> later: failed: cut off: the watchdog died')
  expect(log).toContain('-> no outcome is recorded yet')
})

test('long turns of work and rest are one line; what matters stays', async () => {
  for (let i = 0; i < 20; i++)
    team.add((30 - i) * MINUTE, verdict('builder', i % 2 === 0 ? 'working' : 'idle'))
  team.add(2 * MINUTE, verdict('builder', 'limited', 'usage limit reached'))
  const log = logIn((await team.run('why', 'builder')).out)
  expect(log).toBe(
    'verdict   builder works and rests by turns (20 changes), then is idle\nverdict   builder is limited: usage limit reached\n',
  )
})

test('a dead watchdog is said first: nobody knows better since', async () => {
  const other = new RecordedTeam()
  other.add(MINUTE, fact({ what: 'watchdog-started', pid: 1, version: '0.1.0', bootId: 'boot' }))
  other.tells(MINUTE)
  const { out } = await other.run('why')
  other.close()
  expect(out.split('\n')[0]).toMatch(
    /^No watchdog runs since .*this is what it believed then\. Start it: agents up$/,
  )
})

test('--phase tells of phases alone, --since cuts, and others are not told of', async () => {
  const begin = { do: 'begin-phase', phase: 'polish', from: 'core', ignoreBlob: null } as const
  team.add(90 * MINUTE, decided('stall', 'builder', END))
  team.add(5 * MINUTE, decided('phase', 'team', begin, [{ saw: 'the marker is pushed' }]))
  team.add(4 * MINUTE, decided('stall', 'adversary', END))
  expect(told((await team.run('why', '--phase')).out)).toBe(
    'phase     begin phase polish after core\n                    because the marker is pushed\n',
  )
  expect((await team.run('why', 'builder', '--since', '1h')).out).toContain('Nothing was decided since')
  expect((await team.run('why', 'builder')).out).not.toContain('adversary')
})

test('--event N shows the event with its decision, its outcome and the verdict of that time', async () => {
  team.add(6 * MINUTE, verdict('builder', 'stalled', 'silent', SILENCE))
  const [end] = team.add(5 * MINUTE, decided('stall', 'builder', END, SILENCE))
  const [outcome] = team.add(
    5 * MINUTE,
    done(end?.seq ?? 0, 'builder', { ok: true, text: 'ended 4 processes' }),
  )
  team.add(4 * MINUTE, verdict('builder', 'idle'))
  const { out } = await team.run('why', '--event', String(outcome?.seq))
  expect(out).toContain(`Event ${outcome?.seq}: builder: #${end?.seq} ended 4 processes`)
  expect(out).toContain('builder is stalled: silent')
  expect(out).toContain('end builder (stall)')
  expect(out).not.toContain('is idle')
  expect(await team.run('why', '--event', '999')).toMatchObject({ code: 1 })
  expect(await team.run('why', '--event', 'x')).toMatchObject({ code: 2 })
})

test('--json gives the same log as data', async () => {
  team.add(5 * MINUTE, withheld('heal', 'builder', START, 'the breaker is open'))
  const { log, beliefs } = JSON.parse((await team.run('why', 'builder', '--json')).out)
  expect(log).toMatchObject([{ by: 'heal', target: 'builder', withheld: 'the breaker is open', times: 1 }])
  expect(beliefs).toMatchObject([{ name: 'builder' }])
})
