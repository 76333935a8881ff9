import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readProcessesByPs } from '../../src/system/process-ps.ts'
import { readBootId, readProcess, readProcesses } from '../../src/system/process-table.ts'
import {
  endTree,
  signalProcess,
  signalTree,
  survivors,
  treeCpuTicks,
  treeOf,
} from '../../src/system/process-tree.ts'
import { run } from '../../src/system/run.ts'
import { eventually } from '../support/tmux-fixture.ts'

const env = { PATH: process.env.PATH ?? '/usr/bin:/bin' }
const options = { env, deadlineMs: 10_000 }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-process-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a program gets its words as they are, its input, and no environment but the one given', async () => {
  const words = ['a b', ';', '$HOME', '*', '']
  const seen = await run(['sh', '-c', 'printf "[%s]" "$@"; cat; env | grep -c SECRET', 'x', ...words], {
    env: { ...env, LANG: 'C' },
    stdin: 'input',
    deadlineMs: 10_000,
  })
  expect(seen).toMatchObject({ code: 1, signal: null, timedOut: false, truncated: false, missing: false })
  expect(seen.stdout).toBe('[a b][;][$HOME][*][]input0\n')
})

test('a program that ignores TERM, and its child, are gone after the deadline', async () => {
  const pids = join(folder, 'pids')
  const script = 'trap "" TERM; sleep 1000 & echo $$ $! > "$1"; while :; do wait; done'
  const began = performance.now()
  const seen = await run(['sh', '-c', script, 'x', pids], { env, deadlineMs: 400 })
  expect(performance.now() - began).toBeLessThan(3_000)
  expect(seen).toMatchObject({ code: null, signal: 'SIGKILL', timedOut: true })
  for (const pid of readFileSync(pids, 'utf8').trim().split(' '))
    expect(
      await eventually(
        () => readProcess(Number(pid)),
        (row) => row === null,
      ),
    ).toBeNull()
})

test('output is capped, and the program still runs to its end', async () => {
  const seen = await run(['sh', '-c', 'yes | head -c 3000000; exit 4'], { ...options, maxOutputBytes: 1000 })
  expect(seen).toMatchObject({ code: 4, truncated: true })
  expect(seen.stdout.length).toBe(1000)
})

test('a grandchild that holds the pipes does not hold the caller', async () => {
  const began = performance.now()
  const seen = await run(['sh', '-c', 'setsid sleep 5 & echo done'], options)
  expect(seen).toMatchObject({ code: 0, stdout: 'done\n' })
  expect(performance.now() - began).toBeLessThan(3_000)
})

test('what cannot be started is an answer, with the reason', async () => {
  expect(await run(['no-such-program'], options)).toMatchObject({ code: null, missing: true })
  expect(await run(['true'], { ...options, cwd: join(folder, 'nowhere') })).toMatchObject({
    missing: false,
    stderr: `no such folder: ${join(folder, 'nowhere')}`,
  })
  expect(await run([], options)).toMatchObject({ code: null })
  expect(await run(['true', 'a\0b'], options)).toMatchObject({ code: null, missing: false })
  expect(await run(['true'], { ...options, stdin: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0 })
})

test('/proc and ps tell the same process in the same tree', async () => {
  const [table, byPs] = [await readProcesses(), await readProcessesByPs()]
  const own = byPs.find(({ pid }) => pid === process.pid)
  expect(table.find(({ pid }) => pid === process.pid)).toMatchObject({ ppid: process.ppid })
  expect(own).toMatchObject({ ppid: process.ppid })
  expect(Math.abs((own?.startTicks ?? 0) - (Date.now() / 1000 - process.uptime()))).toBeLessThan(5)
  expect(await readProcessesByPs(process.pid)).toHaveLength(1)
  expect(await readBootId()).toMatch(/^[0-9a-f-]{36}$/)
})

test('a recorded tree is ended whole, the one that ignores TERM and the orphan too, and a stranger with an old pid is spared', async () => {
  const script = '(trap "" TERM; while :; do sleep 0.1; done) & (sleep 1000 &) ; echo > "$1"; exec sleep 1000'
  const ready = join(folder, 'ready')
  const root = spawn('sh', ['-c', script, 'x', ready], { detached: true, stdio: 'ignore' })
  const stranger = spawn('sleep', ['1000'], { stdio: 'ignore' })
  try {
    await eventually(
      () => existsSync(ready),
      (exists) => exists,
    )
    const tree = await eventually(
      async () => treeOf(await readProcesses(), root.pid ?? 0),
      (found) => found.length >= 3,
    )
    expect(treeCpuTicks(tree)).toBeGreaterThanOrEqual(0)
    const reused = { pid: stranger.pid ?? 0, startTicks: 1 }
    const bootId = await readBootId()
    const recorded = { bootId, processes: [...tree, reused] }

    expect(await signalTree({ ...recorded, bootId: 'another' }, 'SIGKILL')).toEqual({
      signalled: [],
      refused: [],
    })
    expect((await survivors(recorded)).length).toBeGreaterThanOrEqual(3)
    expect(await endTree(recorded, { graceMs: 300 })).toEqual([])
    expect(treeOf(await readProcesses(), root.pid ?? 0)).toEqual([])
    expect(await readProcess(stranger.pid ?? 0)).not.toBeNull()
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('a zombie counts as gone', async () => {
  // The shell's place is taken by a program that never asks for its child, before that ends.
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 1000'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    let pid = 0
    parent.stdout.on('data', (text) => {
      pid = Number(text)
    })
    await eventually(
      () => pid,
      (got) => got > 0,
    )
    const state = () => (readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ') ? 'Z' : 'other')
    await eventually(state, (got) => got === 'Z')
    expect(await readProcess(pid)).toBeNull()
  } finally {
    parent.kill('SIGKILL')
  }
})

test('init and we ourselves are refused, even with the right start time', async () => {
  const [init, own] = [await readProcess(1), await readProcess(process.pid)]
  if (!init || !own) throw new Error('no process table')
  const harmless = 'SIGCONT'
  expect(await signalProcess(init, harmless)).toBe('refused')
  expect(await signalProcess(own, harmless)).toBe('refused')
  const recorded = { bootId: await readBootId(), processes: [init, own] }
  expect(await signalTree(recorded, harmless)).toEqual({ signalled: [], refused: [] })
})
