import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { pause, pollUntil } from '../../src/system/poll.ts'
import { PrivateTmux } from '../support/private-tmux.ts'
import { RecordedTeam } from '../support/recorded-team.ts'

const ENTRY = new URL('../../agent-log.ts', import.meta.url).pathname
const run = promisify(execFile)
const env = { ...process.env, TZ: 'UTC' }

let folder: string
let transcript: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-log-'))
  transcript = join(folder, 'builder.jsonl')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const record = (fields: object) =>
  `${JSON.stringify({ sessionId: 's', at: '2026-01-31T03:12:00.000Z', ...fields })}\n`
const said = (text: string) => record({ type: 'user', text })

/** Starts agent-log; `out` is what it has printed so far. */
function start(...argv: readonly string[]) {
  const child = spawn(process.execPath, [ENTRY, ...argv], { env })
  const seen = { child, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    seen.err += text
  })
  children.push(child)
  return seen
}

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
const within = (probe: () => boolean) => pollUntil(probe, { deadlineMs: 20_000 })

test('each event is one clean line: no control character of a transcript reaches the reader', async () => {
  writeFileSync(transcript, said('\u001b[31mred\u001b[0m \u0007two\nlines'))
  appendFileSync(
    transcript,
    record({ type: 'assistant', text: 'done', model: 'm', usage: { input: 3, output: 4 } }),
  )
  appendFileSync(transcript, record({ type: 'tool', argv: ['npm', 'test'], exitCode: 1, output: 'no\n' }))
  const { stdout } = await run(process.execPath, [ENTRY, transcript], { env })
  expect(stdout.split('\n')).toEqual([
    '2026-01-31 03:12:00 user  text   red two ⏎ lines',
    '2026-01-31 03:12:00 agent text   done',
    '2026-01-31 03:12:00 agent usage  3 in · 4 out · m',
    '2026-01-31 03:12:00 agent call   npm: test',
    '2026-01-31 03:12:00 tool  error  npm: exit 1 ⏎ no',
    '',
  ])
})

describe('following', () => {
  test('a line is shown when it is whole, also in the file of a sub-agent that begins later', async () => {
    const row = (text: string, isSidechain: boolean) =>
      `${JSON.stringify({ type: 'user', uuid: text, sessionId: 's', isSidechain, message: { content: text } })}\n`
    writeFileSync(transcript, row('one', false))
    const seen = start(transcript, '--follow')
    const { child } = seen
    expect(await within(() => seen.out.includes('one'))).toBe(true)
    const second = row('two', false)
    appendFileSync(transcript, second.slice(0, 20))
    mkdirSync(join(folder, 'builder', 'subagents'), { recursive: true })
    writeFileSync(join(folder, 'builder', 'subagents', 'agent-x.jsonl'), row('three', true))
    expect(await within(() => seen.out.includes('│ three'))).toBe(true)
    expect(seen.out).not.toContain('two')
    appendFileSync(transcript, second.slice(20))
    expect(await within(() => seen.out.includes('two'))).toBe(true)
    const ended = exitOf(child)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })

  test('what an answer used is shown when the answer is whole, not its placeholder', async () => {
    const row = (text: string, id: string, output: number) => {
      const message = {
        id,
        model: 'm',
        content: [{ type: 'text', text }],
        usage: { input_tokens: 3, output_tokens: output },
      }
      return `${JSON.stringify({ type: 'assistant', uuid: text, sessionId: 's', timestamp: '2026-01-31T03:12:00Z', message })}\n`
    }
    writeFileSync(transcript, row('begins', 'm1', 1))
    const seen = start(transcript, '-f')
    for (const [text, id, output] of [
      ['goes on', 'm1', 2],
      ['ends', 'm1', 60],
      ['the next', 'm2', 1],
    ] as const) {
      // Two looks without news pass in between.
      await pause(700)
      appendFileSync(transcript, row(text, id, output))
      expect(await within(() => seen.out.includes(text))).toBe(true)
    }
    expect(seen.out.match(/\d+ out/g)).toEqual(['60 out'])
  })

  test('an agent is followed by its name, from before its first start on into the file of its next run', async () => {
    const team = new RecordedTeam()
    onTestFinished(() => team.close())
    const home = join(team.dir, 'claude')
    writeFileSync(team.file, claudeTeam(home))
    const seen = start('--agent', 'builder', '-f', '--config', team.file)
    mkdirSync(join(home, 'projects', 'p'), { recursive: true })
    for (const run of [1, 2]) {
      team.started('builder', 0, run)
      const session = team.record.memory.members.builder?.session
      const row = { type: 'user', uuid: session, sessionId: session, message: { content: `run ${run}` } }
      writeFileSync(join(home, 'projects', 'p', `${session}.jsonl`), `${JSON.stringify(row)}\n`)
      await within(() => seen.out.includes(`run ${run}`) || seen.child.exitCode !== null)
    }
    expect([seen.out, seen.err]).toEqual([expect.stringMatching(/^- .*run 1\n- .*run 2\n$/), ''])
  })
})

/** A team with an agent that keeps its transcripts there. */
function claudeTeam(home: string): string {
  return `[defaults]
backend = "claude"
[backend.claude]
profile = "claude"
env = { CLAUDE_CONFIG_DIR = "${home}" }
[[agent]]
name = "builder"
`
}

test('on a terminal the lines of a text stand below each other, none wider than the terminal', async () => {
  const tmux = new PrivateTmux()
  onTestFinished(() => tmux.stop())
  writeFileSync(transcript, said(`Two lines:\n- ${'a long point with many words '.repeat(4)}\nThe end`))
  const shown = async (columns: number) => {
    const argv = [process.execPath, ENTRY, transcript]
    const pane = await tmux.open(argv, { columns, env: { TZ: 'UTC' } })
    await pane.waitForEnd(20_000)
    // The screen alone may have lost its first row to tmux's note that the program has ended.
    return (await pane.history()).split('\n').map((line) => line.trimEnd())
  }
  expect((await shown(80)).slice(0, 3)).toEqual([
    '2026-01-31 03:12:00 user  text   Two lines:',
    `${' '.repeat(33)}- a long point with many words a long point`,
    `${' '.repeat(33)}  with many words a long point with many words`,
  ])
  expect((await shown(50)).slice(0, 4)).toEqual([
    '2026-01-31 03:12:00 user  text',
    '    Two lines:',
    '    - a long point with many words a long point',
    '      with many words a long point with many words',
  ])
})

test('on a terminal that does not know its size an event is one line, as in a pipe', async () => {
  const tmux = new PrivateTmux()
  onTestFinished(() => tmux.stop())
  writeFileSync(transcript, said('one\ntwo'))
  const script = 'stty rows 0 columns 0; exec "$0" "$1" "$2"'
  const argv = ['sh', '-c', script, process.execPath, ENTRY, transcript]
  const pane = await tmux.open(argv, { env: { TZ: 'UTC' } })
  await pane.waitForEnd(20_000)
  expect((await pane.history()).split('\n')[0]).toBe('2026-01-31 03:12:00 user  text   one ⏎ two')
})

test('a reader that goes away early ends it quietly', async () => {
  writeFileSync(transcript, said('line').repeat(100_000))
  const seen = start(transcript)
  seen.child.stdout?.once('data', () => seen.child.stdout?.destroy())
  expect(await exitOf(seen.child)).toBe(0)
  expect(seen.err).toBe('')
})

describe('compressed', () => {
  test('a rollout, whatever its name', async () => {
    writeFileSync(transcript, zstdCompressSync(Buffer.from(said('compressed').repeat(50_000))))
    const { stdout } = await run(process.execPath, [ENTRY, transcript], { env, maxBuffer: 1e8 })
    expect(stdout.trimEnd().split('\n')).toHaveLength(50_000)
  })

  test('a damaged file is said with the mend', async () => {
    const whole = zstdCompressSync(Buffer.from(said('compressed').repeat(5000)))
    writeFileSync(transcript, whole.subarray(0, whole.length - 20))
    const failure = await run(process.execPath, [ENTRY, transcript], { env }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read to its end') })
  })
})

test('a missing file is said in one sentence with the mend', async () => {
  const failure = await run(process.execPath, [ENTRY, join(folder, 'none.jsonl')]).catch(
    (error: unknown) => error,
  )
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('agents status') })
})
