import { type ChildProcess, execFileSync, type StdioOptions, spawn } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { pollUntil } from '../../src/system/poll.ts'
import { PrivateTmux, type TestPane } from '../support/private-tmux.ts'

const ENTRY = new URL('../../agent-log.ts', import.meta.url).pathname

let folder: string
let transcript: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-log-input-'))
  transcript = join(folder, 'builder.jsonl')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const said = (text: string, id?: string) =>
  `${JSON.stringify({ sessionId: 's', at: '2026-01-31T03:12:00.000Z', type: 'user', id, text })}\n`
const shown = (...texts: readonly string[]) =>
  texts.map((text) => `2026-01-31 03:12:00 user  text   ${text}\n`).join('')

/** Runs a program; `out` is what it has printed so far. */
function start(argv: readonly string[], stdio: StdioOptions) {
  const [program = '', ...rest] = argv
  const child = spawn(program, rest, { env: { ...process.env, TZ: 'UTC' }, stdio })
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve))
  const seen = { child, ended, out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    seen.out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    seen.err += text
  })
  children.push(child)
  return seen
}

/** `agent-log - < FILE`. */
function startOnFile(path: string) {
  return openWhile(path, constants.O_RDONLY, (file) =>
    start([process.execPath, ENTRY, '-'], [file, 'pipe', 'pipe']),
  )
}

/** `cat FILE | agent-log -`, in a shell that becomes agent-log. */
function startOnPipe(path: string) {
  const script = 'exec "$0" "$1" - < <(cat "$2")'
  return start(['bash', '-c', script, process.execPath, ENTRY, path], ['ignore', 'pipe', 'pipe'])
}

function openWhile<T>(path: string, flags: number, use: (file: number) => T): T {
  const file = openSync(path, flags)
  try {
    return use(file)
  } finally {
    closeSync(file)
  }
}

const within = (probe: () => boolean) => pollUntil(probe, { deadlineMs: 20_000 })

describe.each([
  ['a file', startOnFile],
  ['a pipe', startOnPipe],
])('as standard input, %s', (_, startOn) => {
  test('is shown whole and in order, however long its lines are', async () => {
    // Some of them longer than what is read at once, and now and then a read ends within an ü.
    const texts = Array.from({ length: 200 }, (__, line) => `${line} ${'ü'.repeat((line % 20) ** 4)}.`)
    const lines = texts.map((text) => said(text)).join('')
    writeFileSync(transcript, lines.trimEnd())
    const seen = startOn(transcript)
    expect(await seen.ended).toBe(0)
    // Not toEqual: the difference of megabytes would be printed.
    expect(seen.out === shown(...texts)).toBe(true)
  })
})

test('what comes through a pipe is shown as it comes, a line when it is whole', async () => {
  const seen = start([process.execPath, ENTRY, '-'], 'pipe')
  const second = said('two')
  seen.child.stdin?.write(said('one') + second.slice(0, 20))
  expect(await within(() => seen.out === shown('one'))).toBe(true)
  seen.child.stdin?.write(second.slice(20))
  expect(await within(() => seen.out === shown('one', 'two'))).toBe(true)
  seen.child.stdin?.end()
  expect(await seen.ended).toBe(0)
})

test('a pipe that was set not to block is waited for', async () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(pipe, constants.O_WRONLY)
  // As a fourth descriptor, since Node lets the first three of a child block.
  const script = 'exec "$0" "$1" - <&3'
  const seen = start(['sh', '-c', script, process.execPath, ENTRY], ['ignore', 'pipe', 'pipe', reader])
  closeSync(reader)
  try {
    for (const texts of [['one'], ['one', 'two']]) {
      writeSync(writer, said(texts.at(-1) ?? ''))
      expect(await within(() => seen.out === shown(...texts) || seen.child.exitCode !== null)).toBe(true)
    }
  } finally {
    closeSync(writer)
  }
  expect([await seen.ended, seen.out, seen.err]).toEqual([0, shown('one', 'two'), ''])
})

describe('a terminal as standard input is read line by line', () => {
  /** It has shown one line and waits for more. */
  async function open(): Promise<TestPane> {
    const tmux = new PrivateTmux()
    onTestFinished(() => tmux.stop())
    const script = 'stty -echo; echo ready; exec "$0" "$1" -'
    const pane = await tmux.open(['sh', '-c', script, process.execPath, ENTRY], { env: { TZ: 'UTC' } })
    await pane.waitFor('ready')
    await pane.type(said('typed').trimEnd())
    await pane.press('Enter')
    await pane.waitFor(shown('typed').trimEnd())
    return pane
  }

  test('Ctrl-D ends it', async () => {
    const pane = await open()
    await pane.press('C-d')
    expect(await pane.waitForEnd()).toBe(0)
  })

  test('Ctrl-C ends it at once', async () => {
    const pane = await open()
    await pane.press('C-c')
    expect(await pane.waitForEnd()).toBe(null)
  })
})

test('a folder as standard input is said with the mend', async () => {
  const seen = startOnFile(folder)
  expect(await seen.ended).toBe(1)
  expect(seen.err).toMatch(/standard input cannot be read to its end \(EISDIR.*\)\.\n.*agent-log - < FILE\n$/)
})

test.each([
  ['a file that is named', (path: string) => start([process.execPath, ENTRY, path], 'pipe')],
  ['a file as standard input', startOnFile],
  ['a pipe', startOnPipe],
])('sixty megabytes need hardly more memory than four: %s', async (_, startOn) => {
  const peaks: number[] = []
  for (const mb of [4, 60]) {
    writeTranscript(mb)
    const { child, ended } = startOn(transcript)
    let peakMb = 0
    const sample = setInterval(() => {
      peakMb = Math.max(peakMb, highWaterMb(child.pid))
    }, 10)
    expect(await ended).toBe(0)
    clearInterval(sample)
    peaks.push(peakMb)
  }
  const [small = 0, large = 0] = peaks
  expect(small).toBeGreaterThan(0)
  expect(large - small).toBeLessThan(20)
})

function writeTranscript(mb: number): void {
  const text = '✓ a line of an ordinary length, as there are many of them in a night of work\n'.repeat(10)
  const lines = Math.ceil((mb * 1e6) / said(text).length)
  openWhile(transcript, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, (file) => {
    for (let line = 0; line < lines; line += 1)
      writeSync(file, said(text, `an-id-as-long-as-those-are-${line}`))
  })
}

/** Peak memory of a running process; 0 when it has ended. */
function highWaterMb(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
