import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cleanForTyping } from '../../src/model/text.ts'
import { openTmux } from '../../src/system/tmux.ts'
import { eventually, openTmuxFixture, startRawReader, type TmuxFixture } from '../support/tmux-fixture.ts'

const PASTE = { bracketed: true, leaveMode: false }
let fixture: TmuxFixture

beforeEach(async () => {
  fixture = await openTmuxFixture()
})
afterEach(() => fixture.close())

/** What a terminal gives to a program that asked for brackets: line breaks are CR, as a keyboard would send them. */
const bracketed = (text: string) => `\x1b[200~${cleanForTyping(text).replaceAll('\n', '\r')}\x1b[201~`

const NASTY = [
  '"',
  "'",
  '\\',
  ';',
  ';\n',
  '$HOME',
  '~',
  '#{pid}',
  '#(',
  ')',
  '`',
  '%1',
  '{',
  '}',
  '-',
  '\t',
  '\n',
  '\r\n',
]
const fragments = (canary: string) =>
  fc.oneof(
    fc.constantFrom(
      ...NASTY,
      `#(touch ${canary})`,
      `$(touch ${canary})`,
      `\`touch ${canary}\``,
      '\x1b[201~',
      '\x03',
      '\x04',
      '\x1a',
      '\0',
      '\u009b31m',
      '👩‍👩‍👧',
      '漢字',
      '\u202e',
      '\ud800',
      '%end 1 1 1',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ maxLength: 400 }),
  )

test('2,000 random texts arrive byte-exact after cleaning, and nothing in them runs', {
  timeout: 240_000,
}, async () => {
  const { tmux, server, folder, byHand } = fixture
  const canary = join(folder, 'canary').replaceAll(' ', '\\ ')
  const seed = Number(process.env.SEED ?? 20_260_101)
  const texts = fc.sample(
    fc.array(fragments(canary), { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
    { seed, numRuns: 2_000 },
  )
  for (const [index, special] of [
    '-n',
    '--',
    ';',
    'a;',
    '\\;',
    '#',
    ' ',
    '',
    'x'.repeat(100_000),
    'é\n'.repeat(34_000),
    `#(touch ${canary})`,
  ].entries())
    texts[index * 100] = special

  const reader = await startRawReader(fixture)
  let expected = ''
  for (const [index, text] of texts.entries()) {
    const typed = await tmux.paste(server.name, reader, text, { ...PASTE, receipt: index })
    const isEmpty = cleanForTyping(text) === ''
    expect(typed, `seed ${seed}, text ${index}`).toEqual(
      isEmpty ? { kind: 'refused', why: 'empty' } : { kind: 'typed' },
    )
    if (!isEmpty) expected += bracketed(text)
  }
  const seen = await tmux.lookAtPane(server.name, reader.paneId)
  expect(seen).toMatchObject({ row: { typed: texts.findLastIndex((text) => cleanForTyping(text) !== '') } })
  await tmux.pressKey(server.name, reader, 'Enter')
  expected += '\r'

  const bytes = Buffer.from(expected)
  const received = await eventually(reader.received, (got) => got.length >= bytes.length, 30_000)
  expect(received.equals(bytes), `seed ${seed}`).toBe(true)
  expect(existsSync(join(folder, 'canary'))).toBe(false)
  expect((await byHand('list-buffers')).stdout).toBe('')
})

test('the server lives on while panes die at random under the pastes', { timeout: 120_000 }, async () => {
  const { tmux, server, start, byHand } = fixture
  let refused = 0
  for (let round = 0; round < 40; round += 1) {
    const pane = await start(['sleep', `0.0${1 + (round % 9)}`])
    for (let n = 0; n < 12; n += 1) {
      const typed = await tmux.paste(server.name, pane, 'hello', PASTE)
      expect(typed.kind).not.toBe('unknown')
      if (typed.kind === 'refused') refused += 1
    }
    await byHand('kill-session', '-t', `=${pane.session}`)
  }
  expect(refused).toBeGreaterThan(40)
  expect(await tmux.findServer(server.name)).toMatchObject({ kind: 'up', server: { pid: server.pid } })
})

test('a dead pane gets neither text nor key', async () => {
  const { tmux, server, start, screen } = fixture
  const pane = await start(['true'])
  await eventually(
    async () => await tmux.lookAtPane(server.name, pane.paneId),
    (seen) => seen.kind === 'seen' && seen.row.dead,
  )
  expect(await tmux.paste(server.name, pane, 'hello', PASTE)).toEqual({ kind: 'refused', why: 'dead' })
  expect(await tmux.pressKey(server.name, pane, 'Enter')).toEqual({ kind: 'refused', why: 'dead' })
  expect(await screen(pane.paneId)).not.toContain('hello')
})

test('a pane in copy mode gets nothing until it may be left, and then the text in brackets', async () => {
  const { tmux, server, byHand } = fixture
  const reader = await startRawReader(fixture)
  await byHand('copy-mode', '-t', reader.paneId)
  expect(await tmux.paste(server.name, reader, 'a\nb', PASTE)).toEqual({ kind: 'refused', why: 'in-mode' })
  expect(await tmux.pressKey(server.name, reader, 'Enter')).toEqual({ kind: 'refused', why: 'in-mode' })
  expect(await tmux.paste(server.name, reader, 'c\nd', { bracketed: true, leaveMode: true })).toEqual({
    kind: 'typed',
  })
  const received = await eventually(reader.received, (got) => got.length > 0)
  expect(received.toString()).toBe(bracketed('c\nd'))
})

test('another program, a closed input, a pane that never was and a server that never was are refused', async () => {
  const { tmux, server, byHand } = fixture
  const reader = await startRawReader(fixture)
  const { paneId, panePid } = reader
  const paste = (target: { paneId: string; panePid: number }) =>
    tmux.paste(server.name, target, 'hello', PASTE)
  expect(await paste({ paneId, panePid: panePid + 1 })).toEqual({ kind: 'refused', why: 'other-program' })
  expect(await paste({ paneId: '%999', panePid })).toEqual({ kind: 'refused', why: 'no-pane' })
  expect(await paste({ paneId: 's1', panePid })).toEqual({ kind: 'refused', why: 'bad-target' })
  expect(await tmux.paste('agents-test-nobody', reader, 'hello', PASTE)).toEqual({
    kind: 'refused',
    why: 'no-server',
  })
  await byHand('select-pane', '-d', '-t', paneId)
  expect(await paste(reader)).toEqual({ kind: 'refused', why: 'input-off' })
  expect(reader.received().length).toBe(0)
  expect((await byHand('list-buffers')).stdout).toBe('')
})

test('a frozen server gives no answer in time, and never types the text when it wakes', async () => {
  const { server } = fixture
  const hasty = openTmux({ environment: process.env, deadlineMs: 300 })
  const reader = await startRawReader(fixture)
  process.kill(server.pid, 'SIGSTOP')
  expect(await hasty.paste(server.name, reader, 'stale', PASTE)).toMatchObject({
    kind: 'unknown',
    why: 'deadline',
  })
  process.kill(server.pid, 'SIGCONT')
  expect(await fixture.tmux.paste(server.name, reader, 'fresh', PASTE)).toEqual({ kind: 'typed' })
  const received = await eventually(reader.received, (got) => got.includes('fresh'))
  expect(received.toString()).toBe(bracketed('fresh'))
})

test('each key reaches the program as a terminal sends it, and a key that is not listed is refused', async () => {
  const { tmux, server } = fixture
  const reader = await startRawReader(fixture)
  for (const key of ['Enter', 'Up', 'Down', '2', 'Escape'] as const)
    expect(await tmux.pressKey(server.name, reader, key)).toEqual({ kind: 'typed' })
  const received = await eventually(reader.received, (got) => got.length >= 9)
  expect(received.toString()).toBe('\r\x1b[A\x1b[B2\x1b')
  expect(await tmux.pressKey(server.name, reader, 'C-c' as never)).toEqual({
    kind: 'refused',
    why: 'bad-key',
  })
})

test('a key that is asked for several times is pressed so often', async () => {
  const { tmux, server } = fixture
  const reader = await startRawReader(fixture)
  const options = { leaveMode: false, times: 4 }
  expect(await tmux.pressKey(server.name, reader, 'C-u', options)).toEqual({ kind: 'typed' })
  await tmux.pressKey(server.name, reader, '2')
  const received = await eventually(reader.received, (got) => got.includes('2'))
  expect(received.toString()).toBe('\x15\x15\x15\x152')
})

test('a program that asks for no brackets gets the bare text', async () => {
  const { tmux, server } = fixture
  const reader = await startRawReader(fixture, 'plain')
  await tmux.paste(server.name, reader, 'one line', PASTE)
  const received = await eventually(reader.received, (got) => got.length > 0)
  expect(received.toString()).toBe('one line')
})

test('a key that belongs beside a text is not pressed when something else was drawn over it', async () => {
  const { tmux, server, byHand } = fixture
  const reader = await startRawReader(fixture)
  const press = (beside: string) => tmux.pressKey(server.name, reader, 'Enter', { leaveMode: false, beside })
  await byHand('respawn-pane', '-k', '-t', reader.paneId, 'printf "ends, so: #{x} [agents#12]\\n"; cat')
  const panePid = Number((await byHand('display-message', '-p', '-t', reader.paneId, '#{pane_pid}')).stdout)
  const pane = { paneId: reader.paneId, panePid }
  await eventually(
    () => fixture.screen(pane.paneId),
    (text) => text.includes('agents#12'),
  )
  const pressBeside = (beside: string) =>
    tmux.pressKey(server.name, pane, 'Enter', { leaveMode: false, beside })
  expect(await pressBeside('ends, so: #{x} [agents#12]')).toEqual({ kind: 'typed' })
  expect(await pressBeside('[agents#13]')).toEqual({ kind: 'refused', why: 'drawn-over' })
  expect(await press('anything')).toEqual({ kind: 'refused', why: 'other-program' })
})
