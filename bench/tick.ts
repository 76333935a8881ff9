/**
 * One look at N agents: ours (one process per server of 100) against the usual way (one tmux process per question, five
 * per agent). Both in one run, on real sessions of which a tenth draws twice a second.
 *
 *   node bench/tick.ts [--sizes 10,100,500,1000] [--ticks 15]
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { openTmux } from '../src/system/tmux.ts'
import { cleanEnvironment } from '../src/system/tmux-environment.ts'
import type { ServerIdentity } from '../src/system/tmux-server.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,100,500,1000' },
    ticks: { type: 'string', default: '15' },
  },
})
const SIZES = values.sizes.split(',').map(Number)
const TICKS = Number(values.ticks)

const PER_SERVER = 100
/** As `one process per question` is quadratic and slow, beyond this many agents only so many are asked, and multiplied. */
const NAIVE_SAMPLE = 100
/** Issue 2, line 5: naive ÷ ours must be at least this. */
const WANTED: Record<number, number> = { 10: 25, 100: 150, 500: 400 }

const SIZE = { columns: 200, rows: 50 }
const DRAW = 'i=0; while :; do i=$((i+1)); printf "\\r\\033[Kworking %s" $i; sleep 0.5; done'

const tmux = openTmux({ environment: process.env, deadlineMs: 60_000 })
const execute = promisify(execFile)
const env = cleanEnvironment(process.env)
const folder = mkdtempSync(join(tmpdir(), 'agents-bench-'))
const running: ServerIdentity[] = []

async function startFleet(label: string, count: number, perServer: number): Promise<ServerIdentity[]> {
  const fleet: ServerIdentity[] = []
  for (let index = 0; index < count; index += 1) {
    if (index % perServer === 0)
      fleet.push(await startOne(`agents-bench-${process.pid}-${label}-${fleet.length}`))
    const argv = index % 10 === 0 ? ['sh', '-c', DRAW] : ['sleep', '100000']
    const marks = { owner: 'bench', incarnation: '1' }
    const server = fleet.at(-1)?.name ?? ''
    const made = await tmux.newSession(server, {
      session: `a${index}`,
      cwd: '/',
      argv,
      env: {},
      marks,
      ...SIZE,
    })
    if (made.kind !== 'made') throw new Error(`session ${index}: ${made.why} ${made.detail}`)
  }
  return fleet
}

async function startOne(name: string): Promise<ServerIdentity> {
  const start = { ...SIZE, nudgeFile: null, configurationFile: join(folder, `${name}.conf`) }
  const started = await tmux.startServer(name, start)
  if (started.kind !== 'up') throw new Error(`${name}: ${started.why} ${started.detail}`)
  running.push(started.server)
  return started.server
}

async function endFleet(fleet: readonly ServerIdentity[]): Promise<void> {
  for (const server of fleet) {
    await tmux.endServer(server)
    running.splice(running.indexOf(server), 1)
  }
}

/** Our tick over all servers, four at a time; returns the number of screens read. */
async function lookAtAll(fleet: readonly ServerIdentity[], since: Map<string, number>): Promise<number> {
  let captures = 0
  for (let at = 0; at < fleet.length; at += 4) {
    const batch = fleet.slice(at, at + 4).map(async ({ name }) => {
      const look = await tmux.look(name, {
        sinceSec: since.get(name) ?? null,
        rows: 'changed',
        capture: 'dirty',
      })
      if (look.kind !== 'up') throw new Error(`${name}: ${look.kind} ${look.detail}`)
      since.set(name, look.atSec)
      captures += look.captures.length
    })
    await Promise.all(batch)
  }
  return captures
}

/** Five questions about one agent, one process each, one after the other. */
async function askNaively(fleet: readonly ServerIdentity[], index: number, perServer: number): Promise<void> {
  const server = fleet[Math.floor(index / perServer)]?.name ?? ''
  const ask = (...argv: string[]) => execute('tmux', ['-L', server, ...argv], { env })
  const pane = `=a${index}:`
  await ask('has-session', '-t', `=a${index}`)
  await ask('display-message', '-p', '-t', pane, '#{window_activity}')
  await ask('list-panes', '-t', pane, '-F', '#{pane_dead}')
  await ask('display-message', '-p', '-t', pane, '#{pane_current_command}')
  await ask('capture-pane', '-p', '-t', pane)
}

async function timed(deed: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await deed()
  return performance.now() - began
}

/** Agents to ask naively: all of a small fleet, a spread sample of a large one. */
function sample(count: number): number[] {
  const asked = Math.min(count, NAIVE_SAMPLE)
  return Array.from({ length: asked }, (_, n) => Math.floor((n * count) / asked))
}

/** Milliseconds that asking these agents takes, for one agent. */
async function naiveMsPerAgent(
  fleet: readonly ServerIdentity[],
  agents: readonly number[],
  perServer: number,
): Promise<number> {
  const ms = await timed(async () => {
    for (const index of agents) await askNaively(fleet, index, perServer)
  })
  return ms / agents.length
}

/** Ours and a part of the naive way in turn on the same servers, so that both meet the machine in the same state. */
async function measureInTurn(fleet: readonly ServerIdentity[], count: number) {
  const since = new Map<string, number>()
  await lookAtAll(fleet, since)
  const ours: number[] = []
  const rested: number[] = []
  const naive: number[] = []
  const agents = sample(count)
  let captures = 0
  for (let tick = 0; tick < TICKS; tick += 1) {
    const part = Array.from({ length: 10 }, (_, n) => agents[(tick * 10 + n) % agents.length] ?? 0)
    naive.push(await naiveMsPerAgent(fleet, part, PER_SERVER))
    ours.push(
      await timed(async () => {
        captures = await lookAtAll(fleet, since)
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    rested.push(await timed(() => lookAtAll(fleet, since)))
  }
  return { ms: median(ours), restedMs: median(rested), captures, naiveMs: median(naive) * count }
}

/** Tools that ask one by one keep all agents on one server. */
async function measureOnOneServer(count: number): Promise<number> {
  const single = await startFleet('one', count, count)
  const ms = await naiveMsPerAgent(single, sample(count), count)
  await endFleet(single)
  return ms * count
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

const WIDTHS = [7, 9, 10, 11, 10, 12, 11, 12, 10, 14]

function print(cells: readonly (string | number)[]): void {
  console.log(cells.map((cell, index) => String(cell).padStart(WIDTHS[index] ?? 10)).join(''))
}

async function measure(count: number): Promise<boolean> {
  const sharded = await startFleet('s', count, PER_SERVER)
  const ours = await measureInTurn(sharded, count)
  await endFleet(sharded)
  const naiveMs = count <= PER_SERVER ? ours.naiveMs : await measureOnOneServer(count)

  const wanted = WANTED[count]
  const ratio = naiveMs / ours.ms
  const shown = (ms: number) => ms.toFixed(ms < 100 ? 1 : 0)
  print([
    count,
    sharded.length,
    shown(ours.ms),
    shown(ours.restedMs),
    ours.captures,
    `${shown(naiveMs)}${count > PER_SERVER ? ' *' : ''}`,
    5 * count,
    `${ratio.toFixed(0)}x`,
    `${(ours.naiveMs / ours.ms).toFixed(0)}x`,
    wanted === undefined ? '-' : `${wanted}x ${ratio >= wanted ? 'ok' : 'MISSED'}`,
  ])
  return wanted === undefined || ratio >= wanted
}

const HEAD = 'agents servers ours,ms after-1s captures naive,ms processes naive/ours sharded wanted'

let isGood = true
try {
  const version = (await execute('tmux', ['-V'])).stdout.trim()
  console.log(`${version}, Node ${process.version}, medians of ${TICKS} ticks`)
  print(HEAD.split(' '))
  for (const size of SIZES) isGood = (await measure(size)) && isGood
  console.log(
    'ours: one process per server and tick, in turn with naive ones; after-1s: after a second of rest.',
  )
  console.log(
    'naive: all agents on one server, one process after the other; sharded: the same on our servers.',
  )
  console.log(`*: measured on ${NAIVE_SAMPLE} agents spread over all, and multiplied.`)
} finally {
  await endFleet([...running])
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = isGood ? 0 : 1
