// How long a command takes to start, against `node -e 0` of the same Node. Promise: at most 1.5 times.
// Run: npm run build && node bench/startup.ts [--runs N]
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { RecordedTeam, verdict } from '../tests/support/recorded-team.ts'

const PROMISED_RATIO = 1.5
/** Programs that the promise is about. */
const PROMISED = ['agents --version', 'agents status']
/** Half of what a snapshot lets grow: what `status` must fold on an average look. */
const EVENTS = 500

const { values } = parseArgs({ options: { runs: { type: 'string', default: '25' } } })
const entry = new URL('../dist/agents.cjs', import.meta.url).pathname
if (!existsSync(entry)) throw new Error('dist/agents.cjs is missing: npm run build')

const team = new RecordedTeam().watched(0, process.pid)
for (let i = 0; i < EVENTS; i++) team.add(0, verdict('builder', i % 2 ? 'idle' : 'working', `turn ${i}`))

/** What is measured; the first is the yardstick. */
const programs: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'agents --version': [entry, '--version'],
  'agents --help': [entry, '--help'],
  'agents status': [entry, 'status', '--config', team.file],
}

const timesMs = interleaved(Number(values.runs))
const yardstickMs = median(timesMs['node -e 0'] ?? [])

console.log(`Node ${process.versions.node}, median of ${values.runs} interleaved runs`)
for (const [name, all] of Object.entries(timesMs)) {
  const ms = median(all)
  console.log(`${name.padEnd(20)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / yardstickMs).toFixed(2)}`)
  if (PROMISED.includes(name) && ms > PROMISED_RATIO * yardstickMs) process.exitCode = 1
}

team.close()

/** Each program once per round, so that a busy moment of the machine meets all of them alike. */
function interleaved(rounds: number): Record<string, number[]> {
  const times: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(programs)) {
      const all = times[name] ?? []
      all.push(startMs(args))
      times[name] = all
    }
  }
  return times
}

function startMs(args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`)
  return performance.now() - start
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
