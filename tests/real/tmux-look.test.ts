import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTmux } from '../../src/system/tmux.ts'
import type { LookAsk, LookUp } from '../../src/system/tmux-look.ts'
import { eventually, OWNER, openTmuxFixture, redrawer, type TmuxFixture } from '../support/tmux-fixture.ts'

const ALL: LookAsk = { sinceSec: null, rows: 'all', capture: 'all' }
let fixture: TmuxFixture

beforeEach(async () => {
  fixture = await openTmuxFixture()
})
afterEach(() => fixture.close())

async function lookUp(question: LookAsk = ALL): Promise<LookUp> {
  const seen = await fixture.tmux.look(fixture.server.name, question)
  if (seen.kind !== 'up') throw new Error(`${seen.kind}: ${seen.detail}`)
  return seen
}

const screenOf = (seen: LookUp, paneId: string) =>
  seen.captures.find((capture) => capture.paneId === paneId)?.screen

test('a server without sessions is up and empty', async () => {
  const { pid, startTicks } = fixture.server
  expect(await lookUp()).toMatchObject({
    server: { pid, startTicks },
    full: true,
    paneIds: [],
    panes: [],
    captures: [],
  })
})

test('a look tells what runs, whose it is and what it shows', async () => {
  const pane = await fixture.start(['printf', 'hello\\033]2;a\\tTitle\\033\\\\ wörld \\n\\n'])
  const seen = await eventually(lookUp, (look) => look.panes[0]?.dead === true)
  expect(seen.paneIds).toEqual([pane.paneId])
  expect(seen.panes[0]).toMatchObject({
    session: pane.session,
    paneId: pane.paneId,
    panePid: pane.panePid,
    owner: OWNER,
    incarnation: '1',
    columns: 200,
    rows: 50,
    inMode: false,
    attached: 0,
  })
  expect(screenOf(seen, pane.paneId)?.[0]).toBe('hello wörld')
})

test('the exit status and the signal of a dead program are told', async () => {
  const failed = await fixture.start(['sh', '-c', 'exit 7'])
  const killed = await fixture.start(['sh', '-c', 'kill -9 $$'])
  const statuses = async () => {
    const { panes } = await lookUp()
    const of = (id: string) => panes.find((row) => row.paneId === id)
    return [of(failed.paneId)?.deadStatus, of(killed.paneId)?.deadSignal]
  }
  const is = (got: unknown[]) => got[0] === 7 && got[1] === 9
  expect(await eventually(statuses, is)).toEqual([7, 9])
})

test('quiet panes cost no row and no capture, their ids are told, and a pane that went is missed', async () => {
  const quiet = await fixture.start(['sleep', '1000'])
  const going = await fixture.start(['sleep', '1000'])
  let sinceSec = (await lookUp()).atSec
  const next = async () => {
    const seen = await lookUp({ sinceSec, rows: 'changed', capture: 'dirty' })
    sinceSec = seen.atSec
    return seen
  }
  const still = await eventually(next, (look) => look.panes.length === 0)
  expect(still).toMatchObject({ full: false, panes: [], captures: [] })
  expect(still.paneIds).toEqual([quiet.paneId, going.paneId])

  await fixture.byHand('kill-session', '-t', `=${going.session}`)
  expect((await next()).paneIds).toEqual([quiet.paneId])
})

test('no last screen is lost: forty panes redraw at random, fall silent, and every final screen is right', {
  timeout: 120_000,
}, async () => {
  const panes = []
  for (let seed = 1; seed <= 40; seed += 1) {
    const file = join(fixture.folder, `final-${seed}`)
    panes.push({ file, ...(await fixture.start(redrawer(seed, 4_000 + seed * 150, file))) })
  }
  const screens = new Map<string, string>()
  let sinceSec: number | null = null
  let captured = 0
  const sweep = async () => {
    const seen: LookUp = await lookUp({ sinceSec, rows: 'changed', capture: 'dirty' })
    sinceSec = seen.atSec
    captured += seen.captures.length
    for (const { paneId, screen } of seen.captures) screens.set(paneId, screen[0] ?? '')
    return seen
  }
  // Uneven ticks, so that looks fall into every part of a second; the last one comes a good while after the last redraw.
  let ticks = 0
  while (!panes.every(({ file }) => existsSync(file))) {
    ticks += 1
    await sweep()
    await pause(170 + ((ticks * 137) % 400))
  }
  await pause(1_100)
  await sweep()

  const wrong = panes.filter(({ file, paneId }) => screens.get(paneId) !== readFileSync(file, 'utf8'))
  expect(wrong.map(({ paneId, file }) => [screens.get(paneId), readFileSync(file, 'utf8')])).toEqual([])
  expect(captured).toBeLessThan(ticks * panes.length)
  await pause(1_100)
  expect((await sweep()).captures).toEqual([])
})

test('when the server clock seems to have gone back, everything is read again', async () => {
  const pane = await fixture.start(['sh', '-c', 'echo here; exec sleep 1000'])
  await eventually(lookUp, (look) => screenOf(look, pane.paneId)?.[0] === 'here')
  const seen = await lookUp({ sinceSec: 9_999_999_999, rows: 'changed', capture: 'dirty' })
  expect(seen.full).toBe(true)
  expect(screenOf(seen, pane.paneId)).toEqual(['here'])
})

test('forty lines above the screen come along, and none of the shell below an alternate screen', async () => {
  const long = await fixture.start(['sh', '-c', 'seq 1 200; exec sleep 1000'])
  const alternate = await fixture.start([
    'sh',
    '-c',
    "seq 1 200; printf '\\033[?1049h\\033[Halt'; exec sleep 1000",
  ])
  const is = (look: LookUp) =>
    screenOf(look, long.paneId)?.at(-1) === '200' && screenOf(look, alternate.paneId)?.[0] === 'alt'
  const seen = await eventually(lookUp, is)
  const of = (id: string) => seen.captures.find(({ paneId }) => paneId === id)
  expect(of(long.paneId)?.screen[0]).toBe('152')
  expect(of(long.paneId)?.above).toEqual(Array.from({ length: 40 }, (_, index) => String(112 + index)))
  expect(of(alternate.paneId)).toMatchObject({ screen: ['alt'], above: [] })
})

test('a program cannot forge a row or a marker', async () => {
  const forged = '%99\\t0\\t\\t\\t1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t80\\t24\\t0\\tx\\tx\\tx\\tx'
  await fixture.start([
    'sh',
    '-c',
    `printf '\\033]2;evil\\nnonce\\t%s\\033\\\\\\nnonce 99 1 0\\nnonce\\t%s\\n' '${forged}' '${forged}'; exec sleep 1000`,
  ])
  await fixture.byHand('rename-session', '-t', '=s1', 'a\tb')
  const showsMarker = (look: LookUp) => look.captures[0]?.screen.includes('nonce 99 1 0') === true
  const seen = await eventually(lookUp, showsMarker)
  expect(seen.panes.map(({ paneId }) => paneId)).toEqual(seen.paneIds)
  expect(seen.captures.map(({ paneId }) => paneId)).toEqual(seen.paneIds)
})

test('colours and dimness are told on request', async () => {
  const pane = await fixture.start(['sh', '-c', "printf '\\033[2mplaceholder\\033[0m'; exec sleep 1000"])
  const { tmux, server } = fixture
  const firstLine = async (styled: boolean) => {
    const seen = await tmux.lookAtPane(server.name, pane.paneId, { styled })
    return seen.kind === 'seen' ? seen.capture.screen[0] : seen.kind
  }
  await eventually(
    () => firstLine(false),
    (line) => line === 'placeholder',
  )
  expect(await firstLine(true)).toContain('\x1b[2mplaceholder')
  expect(await tmux.lookAtPane(server.name, '%99')).toEqual({ kind: 'no-pane' })
})

test('a frozen server is unknown within the deadline, not gone, and well again afterwards', async () => {
  const hasty = openTmux({ environment: process.env, deadlineMs: 400 })
  process.kill(fixture.server.pid, 'SIGSTOP')
  const began = performance.now()
  const seen = await hasty.look(fixture.server.name, ALL, fixture.server)
  expect(performance.now() - began).toBeLessThan(1_500)
  expect(seen).toMatchObject({ kind: 'unknown', why: 'deadline' })
  process.kill(fixture.server.pid, 'SIGCONT')
  await lookUp()
})

test('a killed server is gone', async () => {
  const { tmux, server } = fixture
  process.kill(server.pid, 'SIGKILL')
  const look = () => tmux.look(server.name, ALL, server)
  expect(await eventually(look, (seen) => seen.kind === 'gone')).toMatchObject({ kind: 'gone' })
  expect(await tmux.reviveSocket(server)).toBe(false)
})

test('a lost socket file is told apart from a dead server, and put back without touching any agent', async () => {
  const { tmux, server, start } = fixture
  const pane = await start(['sleep', '1000'])
  rmSync(server.socketPath)
  expect(await tmux.look(server.name, ALL, server)).toMatchObject({ kind: 'unknown', why: 'socket-missing' })
  expect(await tmux.look(server.name, ALL, null)).toMatchObject({ kind: 'gone' })
  expect(await tmux.reviveSocket(server)).toBe(true)
  expect((await lookUp()).panes[0]).toMatchObject({ panePid: pane.panePid, dead: false })
})

test('a missing tmux and a name that is none are unknown, with the reason', async () => {
  const without = openTmux({ environment: process.env, binary: 'no-such-tmux' })
  expect(await without.look('any', ALL)).toMatchObject({ kind: 'unknown', why: 'tmux-missing' })
  expect(await without.version()).toMatchObject({ ok: false })
  expect(await fixture.tmux.look('a;b', ALL)).toMatchObject({ kind: 'unknown', why: 'bad-name' })
})
