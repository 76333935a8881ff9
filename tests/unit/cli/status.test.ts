import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Action } from '../../../src/model/decision.ts'
import { fuse } from '../../../src/model/fuse.ts'
import { BLANK_SCREEN } from '../../../src/model/observation.ts'
import {
  commit,
  decided,
  done,
  fact,
  paneOf,
  push,
  queue,
  RecordedTeam,
  verdict,
} from '../../support/recorded-team.ts'

let team: RecordedTeam
beforeEach(() => {
  team = new RecordedTeam()
})
afterEach(() => team.close())

const HOUR = 3_600_000
const MINUTE = 60_000

function row(out: string, name: string): string[] {
  const line = out.split('\n').find((one) => one.startsWith(`${name} `)) ?? ''
  return line.trim().split(/ {2,}/)
}

test('a team that never ran shows its agents and says how to start it', async () => {
  const { code, out } = await team.run('status')
  expect(code).toBe(0)
  expect(out).toContain('never ran here')
  expect(row(out, 'builder').slice(0, 3)).toEqual(['builder', 'loop', 'off'])
  expect(row(out, 'preview').slice(0, 3)).toEqual(['preview', 'service', 'off'])
  expect(out).toContain('Start the watchdog: agents up')
})

test('each agent has its verdict and its age, phase, gate, activity, run, deaths and texts that wait', async () => {
  team.watched()
  team.add(
    2 * HOUR,
    decided('phase', 'team', { do: 'begin-phase', phase: 'core', from: null, ignoreBlob: null }),
  )
  team.started('builder', HOUR, 3)
  team.add(30 * MINUTE, push([commit('builder', 'a', { claim: 'parser' })]))
  team.add(30 * MINUTE, queue('adversary', 'k1', 'Review it.'))
  team.started('adversary', 20 * MINUTE)
  const ended = {
    what: 'ended',
    member: 'adversary',
    incarnation: 1,
    status: 3,
    signal: null,
    how: 'exited',
  } as const
  team.add(10 * MINUTE, fact(ended))
  team.started('adversary', 10 * MINUTE, 2)
  team.add(
    5 * MINUTE + 5_000,
    fact({
      what: 'session',
      member: 'builder',
      seen: {
        ...{ kind: 'here', pane: paneOf('builder'), incarnation: 3, dead: null, inMode: false, attached: 0 },
        ...{
          activityMs: Date.now() - 7 * MINUTE,
          transcriptMs: null,
          program: 'sh',
          childCpu: null,
          compact: null,
          tellsTexts: false,
          clears: false,
        },
        ...{ input: 'queues', inputOff: false, typed: null, bareShell: false, screen: BLANK_SCREEN },
        ...{ testimonies: [], state: fuse([], 0) },
      },
    }),
    fact({
      what: 'verdict',
      member: 'builder',
      verdict: { name: 'limited', detail: 'usage limit reached', untilMs: Date.now() + 72 * MINUTE + 5_000 },
      because: [],
    }),
  )
  const { out } = await team.run('status')
  expect(out).toMatch(/pid 4711, since .* \(1h\), last tick \d+(ms|s) ago/)
  expect(out).toMatch(/core \(The core\), 1 of 2, since .* \(2h\); 0 of 1 gates passed/)
  const builder = ['builder', 'loop', 'limited 1h12m', '5m5s', 'core', 'parser', '7m', '3', '-', '-']
  expect(row(out, 'builder').join(' ')).toContain(
    builder.join(' ').replace('5m5s', '5m05s').replace('7m', '7m ago'),
  )
  expect(row(out, 'adversary')).toEqual(
    expect.arrayContaining(['adversary', 'starting', 'parser', '2', '1', '1']),
  )
  expect(out).toContain('agents attach builder')
  const { members } = JSON.parse((await team.run('status', '--json')).out)
  expect(members[0]).toMatchObject({
    ...{ name: 'builder', gate: 'parser', runs: 3, deaths: 0, messagesWaiting: 0 },
    attach: ['tmux', '-L', 'agents-recorded-team-0', 'attach-session', '-t', '=demo-builder'],
  })
})

test('an agent that works and writes nothing down says since when', async () => {
  team.watched()
  team.started('builder', HOUR)
  team.add(
    MINUTE,
    fact({
      what: 'verdict',
      member: 'builder',
      verdict: {
        ...{ name: 'working', detail: 'Thinking (724s)', untilMs: null },
        noProgressSinceMs: Date.now() - 12 * MINUTE - 5_000,
      },
      because: [],
    }),
  )
  const { out } = await team.run('status')
  expect(row(out, 'builder').at(-1)).toMatch(/^no progress since 12m\d+s; Thinking \(724s\)$/)
})

test('a watchdog that was killed is DEAD, since its last tick', async () => {
  team.add(HOUR, fact({ what: 'watchdog-started', pid: 4711, version: '0.1.0', bootId: 'boot' }))
  team.tells(10 * MINUTE + 5_000)
  const { code, out } = await team.run('status')
  expect(code).toBe(0)
  expect(out).toMatch(/DEAD since .* \(10m05s\)/)
  expect(out).toContain('agents up')
})

test('a watchdog that stopped when it was asked to is not called dead', async () => {
  team.tells(MINUTE)
  team.add(MINUTE, fact({ what: 'watchdog-stopped', why: 'asked to' }))
  const { out } = await team.run('status')
  expect(out).toContain('asked to')
  expect(out).not.toContain('DEAD')
})

test('a watchdog that lives and has not ticked for three intervals HANGS; one just started does not', async () => {
  team.add(HOUR, fact({ what: 'watchdog-started', pid: 4711, version: '0.1.0', bootId: 'boot' }))
  team.watched(49_000)
  expect((await team.run('status')).out).toContain('pid 4711, since')
  team.watched(51_000)
  expect((await team.run('status')).out).toMatch(/HANGS: pid 4711 last ticked 51s ago/)
  team.add(0, fact({ what: 'watchdog-started', pid: 4712, version: '0.1.0', bootId: 'boot' }))
  expect((await team.run('status')).out).toContain('is starting')
})

test('a broken agents.toml hides nothing: the record is shown, and what is wrong', async () => {
  team.watched()
  team.started('builder', HOUR)
  team.add(MINUTE, verdict('builder', 'working'))
  writeFileSync(team.file, '[watchdog]\nsocket = 3\n')
  const { code, out } = await team.run('status')
  expect(code).toBe(0)
  expect(out).toMatch(/config +is wrong, the last good one stays in force: line 1: .* \(and 1 more\)/)
  expect(row(out, 'builder').slice(0, 3)).toEqual(['builder', 'unknown', 'working'])
})

test('what an agent printed cannot steer the terminal', async () => {
  team.started('builder', HOUR)
  team.add(MINUTE, verdict('builder', 'waiting', 'on a dialog: \x1b[2Jgone\x07\nforged  row'))
  const { out } = await team.run('status')
  expect(out).not.toMatch(/[^\P{Cc}\n]/u)
  expect(out.split('\n').filter((line) => line.startsWith('forged'))).toEqual([])
})

test('a member that was ended with the watchdog is off, whatever it was before', async () => {
  team.started('builder', HOUR)
  team.add(MINUTE, verdict('builder', 'working'))
  const end = { do: 'end', reason: 'down', thenStart: false } as const
  const [event] = team.add(0, decided('operator', 'builder', end))
  team.add(0, { type: 'done', of: event?.seq ?? 0, target: 'builder', outcome: { ok: true, text: 'ended' } })
  expect(row((await team.run('status')).out, 'builder')[2]).toBe('off')
})

test('the end of the sequence is not told before its file is there, and tokens that cannot be recorded are', async () => {
  team.watched()
  team.add(
    HOUR,
    decided('phase', 'team', { do: 'begin-phase', phase: 'core', from: null, ignoreBlob: null }),
    decided('phase', 'team', { do: 'complete' }),
  )
  carryOut('tokens', { do: 'record-tokens', records: [], windows: [1] }, false)
  const held = (await team.run('status')).out
  expect(held).toContain('SEQUENCE-COMPLETE is not written yet')
  expect(held).toContain('tokens of phase core cannot be recorded, and SEQUENCE-COMPLETE waits for them')
  carryOut('tokens', { do: 'record-tokens', records: [], windows: [1] }, true)
  carryOut('sequence', { do: 'announce' }, true)
  const { out } = await team.run('status')
  expect(out).toContain('SEQUENCE-COMPLETE, all')
  expect(out).not.toContain('cannot be recorded')
})

function carryOut(rule: 'tokens' | 'sequence', action: Action, ok: boolean): void {
  const [intent] = team.add(MINUTE, decided(rule, 'team', action))
  team.add(MINUTE, done(intent?.seq ?? 0, 'team', { ok, text: '' }))
}
