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

/** Our tick, four servers at a time; median of TICKS ticks that follow each other by a second. */
async function measureOurs(fleet: readonly ServerIdentity[]) {
  const since = new Map<string, number>()
  const times: number[] = []
  let captures = 0
  for (let tick = -1; tick < TICKS; tick += 1) {
    const began = performance.now()
    let seen = 0
    for (let at = 0; at < fleet.length; at += 4) {
      const batch = fleet.slice(at, at + 4).map(async ({ name }) => {
        const look = await tmux.look(name, {
          sinceSec: since.get(name) ?? null,
          rows: 'changed',
          capture: 'dirty',
        })
        if (look.kind !== 'up') throw new Error(`${name}: ${look.kind} ${look.detail}`)
        since.set(name, look.atSec)
        seen += look.captures.length
      })
      await Promise.all(batch)
    }
    if (tick >= 0) times.push(performance.now() - began)
    captures = seen
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  return { ms: median(times), captures }
}

/** Five questions for each agent, one process each, one after the other. */
async function measureNaive(
  fleet: readonly ServerIdentity[],
  count: number,
  perServer: number,
): Promise<number> {
  const asked = Math.min(count, NAIVE_SAMPLE)
  const step = Math.floor(count / asked)
  const began = performance.now()
  for (let n = 0; n < asked; n += 1) {
    const index = n * step
    const ask = (...argv: string[]) =>
      execute('tmux', ['-L', fleet[Math.floor(index / perServer)]?.name ?? '', ...argv], { env })
    const pane = `=a${index}:`
    await ask('has-session', '-t', `=a${index}`)
    await ask('display-message', '-p', '-t', pane, '#{window_activity}')
    await ask('list-panes', '-t', pane, '-F', '#{pane_dead}')
    await ask('display-message', '-p', '-t', pane, '#{pane_current_command}')
    await ask('capture-pane', '-p', '-t', pane)
  }
  return ((performance.now() - began) * count) / asked
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function print(cells: readonly (string | number)[]): void {
  console.log(
    cells
      .map((cell, index) => String(cell).padStart([7, 9, 10, 10, 12, 10, 12, 10, 9][index] ?? 10))
      .join(''),
  )
}

async function measure(count: number): Promise<boolean> {
  const sharded = await startFleet('s', count, PER_SERVER)
  const ours = await measureOurs(sharded)
  const naiveSharded = await measureNaive(sharded, count, PER_SERVER)
  await endFleet(sharded)
  const single = await startFleet('one', count, count)
  const naive = await measureNaive(single, count, count)
  await endFleet(single)

  const wanted = WANTED[count]
  const ratio = naive / ours.ms
  const sampled = count > NAIVE_SAMPLE ? ' *' : ''
  const shown = (ms: number) => ms.toFixed(ms < 100 ? 1 : 0)
  print([
    count,
    sharded.length,
    shown(ours.ms),
    ours.captures,
    `${shown(naive)}${sampled}`,
    5 * count,
    `${ratio.toFixed(0)}x`,
    `${(naiveSharded / ours.ms).toFixed(0)}x`,
    wanted === undefined ? '-' : `${wanted}x ${ratio >= wanted ? 'ok' : 'MISSED'}`,
  ])
  return wanted === undefined || ratio >= wanted
}

let isGood = true
try {
  console.log(
    `${(await execute('tmux', ['-V'])).stdout.trim()}, Node ${process.version}, median of ${TICKS} ticks`,
  )
  print([
    'agents',
    'servers',
    'ours, ms',
    'captures',
    'naive, ms',
    'processes',
    'naive/ours',
    'sharded',
    'wanted',
  ])
  for (const size of SIZES) isGood = (await measure(size)) && isGood
  console.log(
    'ours: one process per server and tick. naive: all agents on one server; "sharded": naive on our servers.',
  )
  console.log(`*: measured on ${NAIVE_SAMPLE} agents spread over all, and multiplied.`)
} finally {
  await endFleet([...running])
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = isGood ? 0 : 1
