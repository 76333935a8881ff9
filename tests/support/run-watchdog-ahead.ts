/**
 * The watchdog as a process of its own whose clocks run ahead of the machine's by as many ms as the file `ahead-ms` beside agents.toml
 * says: a test writes it, and days have gone by. `node run-watchdog-ahead.ts FILE`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { watch } from '../../src/daemon/watchdog.ts'
import { systemClock } from '../../src/system/clock.ts'

const file = process.argv[2] ?? ''
const aheadFile = join(dirname(file), 'ahead-ms')
const machine = systemClock()

function now() {
  const aheadMs = existsSync(aheadFile) ? Number(readFileSync(aheadFile, 'utf8')) : 0
  const { wallMs, monoMs, bootId } = machine.now()
  return { wallMs: wallMs + aheadMs, monoMs: monoMs + aheadMs, bootId }
}

await watch({
  ...{ file, environment: process.env, version: 'test', clock: { now } },
  installation: {
    node: process.execPath,
    scriptedAgent: new URL('../../src/rehearsal/scripted-agent.ts', import.meta.url).pathname,
  },
})
