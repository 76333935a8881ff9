/**
 * The watchdog as a process of its own whose clocks run ahead of the machine's by as many ms as the file `ahead-ms` beside agents.toml
 * says: a test writes it, and days have gone by. A second number there is for the monotonic clock alone, which stands still while a
 * machine sleeps. `node run-watchdog-ahead.ts FILE`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { watch } from '../../src/daemon/watchdog.ts'
import { systemClock } from '../../src/system/clock.ts'

const file = process.argv[2] ?? ''
const aheadFile = join(dirname(file), 'ahead-ms')
const machine = systemClock()

function now() {
  const told = existsSync(aheadFile) ? readFileSync(aheadFile, 'utf8').split(' ').map(Number) : []
  const [wallAheadMs = 0, monoAheadMs = wallAheadMs] = told
  const { wallMs, monoMs, bootId } = machine.now()
  return { wallMs: wallMs + wallAheadMs, monoMs: monoMs + monoAheadMs, bootId }
}

await watch({
  ...{ file, environment: process.env, version: 'test', clock: { now } },
  installation: {
    node: process.execPath,
    scriptedAgent: new URL('../../src/rehearsal/scripted-agent.ts', import.meta.url).pathname,
  },
})
