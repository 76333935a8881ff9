/**
 * Reading and booking Claude Code's transcripts, beside ccusage: whole processes in turn, medians, and the same sums.
 * Then a tick of the watchdog over many transcripts of which one grew.
 *
 *   node bench/transcripts.ts [--ccusage BINARY] [--sizes 200,1000] [--runs 7] [--corpus FOLDER]
 *
 * BINARY is the native one of the package `@ccusage/ccusage-<system>` (npm install ccusage in a folder elsewhere); without
 * it only ours is measured. FOLDER keeps the corpora for the next time. Needs GNU time for the memory.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { OUTSIDE } from '../src/model/ledger.ts'
import { emptyMemory } from '../src/model/memory.ts'
import type { Team } from '../src/model/team.ts'
import type { Tokens } from '../src/model/tokens.ts'
import type { FoundSource } from '../src/observe/sources.ts'
import { TranscriptWatcher } from '../src/observe/transcripts.ts'
import { openForWriting } from '../src/store/database.ts'
import { Ledger } from '../src/store/ledger.ts'
import { bundle } from './bundle.ts'
import { writeClaudeCorpus } from './claude-corpus.ts'

const { values } = parseArgs({
  options: {
    ccusage: { type: 'string' },
    sizes: { type: 'string', default: '200,1000' },
    runs: { type: 'string', default: '7' },
    corpus: { type: 'string' },
  },
})
const RUNS = Number(values.runs)
/** Issue 3, line 3: ours ÷ ccusage at most this, and ms of the tick. */
const WANTED = { cold: 0.9, memory: 0.6, second: 0.1, tickMs: 5 }
const TRANSCRIPTS = 2_000
const TICKS = 60

const folder = mkdtempSync(join(tmpdir(), 'bench-transcripts-'))
const corpora = values.corpus ?? folder

interface Run {
  readonly ms: number
  readonly megabytes: number
  readonly output: string
}

/** A program as a whole process, with the most memory that it held. */
function run(argv: readonly string[], environment: NodeJS.ProcessEnv = {}): Run {
  const memory = join(folder, 'memory')
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', ['-f', '%M', '-o', memory, ...argv], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
    maxBuffer: 1e9,
  })
  const ms = performance.now() - began
  if (status !== 0) throw new Error(`${argv.join(' ')}: exit ${status}\n${stderr}`)
  return { ms, megabytes: Number(readFileSync(memory, 'utf8')) / 1024, output: stdout }
}

function corpusOf(megabytes: number): string {
  const path = join(corpora, `claude-${megabytes}`)
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true })
    writeClaudeCorpus(path, megabytes * 1e6)
  }
  return path
}

function runCcusage(corpus: string): Run | null {
  if (values.ccusage === undefined) return null
  const argv = [values.ccusage, 'claude', 'daily', '--offline', '--json', '--timezone', 'UTC']
  return run(argv, { CLAUDE_CONFIG_DIR: corpus })
}

/** Fails when the two count differently. */
function compare(ours: Run, theirs: Run | null): void {
  if (!theirs) return
  const tokens = JSON.parse(ours.output) as Tokens
  const { totals } = JSON.parse(theirs.output) as { totals: Record<string, number> }
  const { inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens } = totals
  assert.deepEqual(
    [tokens.input, tokens.output, tokens.cacheRead, tokens.cacheWrite5m + tokens.cacheWrite1h],
    [inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens],
  )
}

function measure(megabytes: number, script: string): boolean {
  const corpus = corpusOf(megabytes)
  const state = join(folder, 'state.db')
  const rows: { theirs: Run | null; cold: Run; second: Run; unbooked: Run }[] = []
  // The first round warms the page cache.
  for (let round = 0; round <= RUNS; round += 1) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(state + suffix, { force: true })
    const theirs = runCcusage(corpus)
    const cold = run([process.execPath, script, corpus, state])
    const second = run([process.execPath, script, corpus, state])
    const unbooked = run([process.execPath, script, corpus])
    compare(cold, theirs)
    compare(second, theirs)
    if (round > 0) rows.push({ theirs, cold, second, unbooked })
  }
  const theirs = medians(rows.map((row) => row.theirs))
  const all = { cold: medians(rows.map((row) => row.cold)), second: medians(rows.map((row) => row.second)) }
  print([`${megabytes} MB`, 'ms', 'of theirs', 'MB', 'of theirs', ''])
  if (theirs) print(['ccusage', theirs.ms, 1, theirs.megabytes, 1, ''])
  const isFast = line('ours, cold', all.cold, theirs, WANTED.cold, WANTED.memory)
  const isQuick = line('ours, again', all.second, theirs, WANTED.second, Number.POSITIVE_INFINITY)
  line(
    'read alone',
    medians(rows.map((row) => row.unbooked)),
    theirs,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  )
  return isFast && isQuick
}

interface Median {
  readonly ms: number
  readonly megabytes: number
}

function medians(runs: readonly (Run | null)[]): Median {
  const known = runs.filter((one) => one !== null)
  return { ms: median(known.map(({ ms }) => ms)), megabytes: median(known.map(({ megabytes }) => megabytes)) }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function line(name: string, ours: Median, theirs: Median, mostTime: number, mostMemory: number): boolean {
  const [time, memory] = [ours.ms / theirs.ms, ours.megabytes / theirs.megabytes]
  // Without theirs there is nothing to miss.
  const missed = [
    time > mostTime ? `time above ${mostTime}` : '',
    memory > mostMemory ? `memory above ${mostMemory}` : '',
  ]
  const said = missed.filter(Boolean).join(', ')
  print([name, ours.ms, time, ours.megabytes, memory, said === '' ? 'ok' : `MISSED: ${said}`])
  return said === ''
}

function print(cells: readonly (string | number)[]): void {
  const shown = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell < 10 ? 2 : 0) : cell))
  console.log(shown.map((cell, index) => (index === 0 ? cell.padEnd(14) : cell.padStart(11))).join(''))
}

/** Transcripts of 50 agents with 20 runs each, of which one grows between two ticks; looked at as in a tick, and booked. */
function measureTick(): boolean {
  const sources = writeSessions(join(folder, 'sessions'))
  const current = sources.filter(({ isCurrent }) => isCurrent)
  const found = Map.groupBy(sources, ({ agent }) => agent)
  const ledger = new Ledger(openForWriting(join(folder, 'tick.db')))
  const watcher = new TranscriptWatcher(ledger.positions())
  const team = { watchdog: { logTokens: true } } as Team
  const ms = Array.from({ length: TICKS + 1 }, (_, tick) => {
    appendFileSync(current[(tick * 7) % current.length]?.path ?? '', answer(`grown-${tick}`))
    const began = performance.now()
    const { readings } = watcher.look(team, emptyMemory(), found)
    ledger.book(readings, [], () => OUTSIDE, 0)
    watcher.booked(readings)
    return performance.now() - began
  })
  // The first one reads everything.
  const tickMs = median(ms.slice(1))
  const verdict = tickMs < WANTED.tickMs ? 'ok' : `MISSED: above ${WANTED.tickMs}`
  console.log(
    `a tick over ${TRANSCRIPTS} transcripts, one of them grown: ${tickMs.toFixed(2)} ms  ${verdict}`,
  )
  return tickMs < WANTED.tickMs
}

function writeSessions(path: string): FoundSource[] {
  mkdirSync(path)
  return Array.from({ length: TRANSCRIPTS }, (_, number) => {
    const file = join(path, `${number}.jsonl`)
    writeFileSync(file, answer(`first-${number}`))
    const whose = { agent: `agent-${number % 50}`, depth: 0, sinceMs: 0, isCurrent: number < 100 }
    return { kind: 'lines', format: 'claude', path: file, ...whose }
  })
}

function answer(id: string): string {
  const message = { id, model: 'claude-opus-4-5', usage: { input_tokens: 1, output_tokens: 2 } }
  return `${JSON.stringify({ type: 'assistant', timestamp: '2026-03-01T12:00:00.000Z', message })}\n`
}

let isGood = true
try {
  const script = await bundle(join(import.meta.dirname, 'read-transcripts.ts'), folder)
  for (const megabytes of values.sizes.split(',').map(Number)) isGood = measure(megabytes, script) && isGood
  isGood = measureTick() && isGood
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = isGood ? 0 : 1
