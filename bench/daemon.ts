/**
 * The whole watchdog with N idle agents: what it costs while nothing happens. Real sessions (`sleep`), a local origin,
 * the watchdog as a process of its own, bundled as it ships: Node's type stripping alone takes 20 MB and more.
 *
 *   node bench/daemon.ts [--agents 50] [--seconds 60] [--interval 5]
 */
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'
import { TeamFixture } from '../tests/support/team-fixture.ts'
import type { Watchdog } from '../tests/support/watchdog-process.ts'

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    interval: { type: 'string', default: '5' },
  },
})
const AGENTS = Number(values.agents)
const SECONDS = Number(values.seconds)
/** What is promised of the whole daemon with 50 idle agents at 5 s ticks. */
const CPU_LIMIT_PERCENT = 1
const MEMORY_LIMIT_MB = 90
/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100
/** After the last start, so that nothing of the start is measured. */
const SETTLE_MS = 12_000

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const team = new TeamFixture()

function config(): string {
  const names = Array.from({ length: AGENTS }, (_, index) => `a${index}`)
  const agents = names.map((name) => `[[agent]]\nname = "${name}"\n`).join('')
  return `
[backend.idle]
profile = "shell"
command = ["sleep", "100000"]
[defaults]
backend = "idle"
kind = "loop"
watch = "heal+stall"
${agents}
[loop]
repo = "origin.git"
phases = [{ id = "core", status = "STATUS-core.md" }]
`
}

/** The watchdog and the counter in one file each, in the team's folder; packages stay where they are. */
async function bundle(path: string, name: string): Promise<string> {
  const external = ['chokidar', 'cron-parser', 'pino', 'simple-git']
  const made = await rolldown({ input: here(path), platform: 'node', external })
  const file = join(team.folder, name)
  await made.write({ file, format: 'es', codeSplitting: false })
  return file
}

/** CPU time in seconds: of the process itself, and of its children that ended. */
function cpuOf(pid: number): { own: number; children: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const seconds = (field: number) => Number(fields[field - 3]) / TICKS_PER_SECOND
  return { own: seconds(14) + seconds(15), children: seconds(16) + seconds(17) }
}

function memoryOf(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
}

async function spawnsOf(watchdog: Watchdog): Promise<number> {
  const before = watchdog.output.length
  process.kill(watchdog.pid, 'SIGUSR2')
  await team.until('the counter answers', () => watchdog.output.length > before)
  return Number(/spawns (\d+)\n$/.exec(watchdog.output)?.[1])
}

/** Ticks in the time, by the heartbeat. */
async function countTicks(forMs: number): Promise<number> {
  const seen = new Set<string>()
  const endMs = performance.now() + forMs
  while (performance.now() < endMs) {
    seen.add(/"tickMs":(\d+)/.exec(readFileSync(join(team.stateDir, 'watchdog.json'), 'utf8'))?.[1] ?? '')
    await pause(200)
  }
  return seen.size - 1
}

function row(what: string, value: string, limit = '', isGood = true): void {
  console.log(
    `${what.padEnd(44)}${value.padStart(10)}  ${limit}${limit ? (isGood ? '  ok' : '  MISSED') : ''}`,
  )
}

try {
  team.config(config(), { signal_interval: values.interval, heavy_interval: '300', stall_idle: '900' })
  symlinkSync(here('../node_modules'), join(team.folder, 'node_modules'))
  const runner = await bundle('../tests/support/run-watchdog.ts', 'watchdog.mjs')
  const counter = await bundle('count-spawns.ts', 'count-spawns.mjs')
  const began = performance.now()
  const watchdog = await team.start({ nodeOptions: ['--import', counter], runner })
  await team.until(
    'all run',
    () => Object.values(team.memory().members).filter(({ run }) => run === 'running').length === AGENTS,
    180_000,
  )
  row(`start of ${AGENTS} agents, s`, ((performance.now() - began) / 1000).toFixed(1))
  await pause(SETTLE_MS)
  const before = { cpu: cpuOf(watchdog.pid), spawns: await spawnsOf(watchdog) }
  const ticks = await countTicks(SECONDS * 1000)
  const after = { cpu: cpuOf(watchdog.pid), spawns: await spawnsOf(watchdog) }
  const percent = (from: number, to: number) => ((to - from) / SECONDS) * 100
  const own = percent(before.cpu.own, after.cpu.own)
  const peak = memoryOf(watchdog.pid, 'VmHWM')
  row(
    `CPU of the watchdog over ${SECONDS} s, % of a core`,
    own.toFixed(2),
    `limit ${CPU_LIMIT_PERCENT}`,
    own < CPU_LIMIT_PERCENT,
  )
  row('CPU of the processes that it started, %', percent(before.cpu.children, after.cpu.children).toFixed(2))
  row('peak memory (VmHWM), MB', peak.toFixed(1), `limit ${MEMORY_LIMIT_MB}`, peak < MEMORY_LIMIT_MB)
  row('memory now (VmRSS), MB', memoryOf(watchdog.pid, 'VmRSS').toFixed(1))
  row('ticks', String(ticks))
  row('processes started per tick', ((after.spawns - before.spawns) / ticks).toFixed(2))
  process.exitCode = own < CPU_LIMIT_PERCENT && peak < MEMORY_LIMIT_MB ? 0 : 1
} finally {
  await team.close()
}
