/** The watchdog as a process of its own, for tests: `node run-watchdog.ts FILE`. What it throws is told on stderr. */
import { watch } from '../../src/daemon/watchdog.ts'

const scriptedAgent = new URL('../../src/rehearsal/scripted-agent.ts', import.meta.url).pathname

try {
  await watch({
    file: process.argv[2] ?? '',
    environment: process.env,
    version: 'test',
    installation: { node: process.execPath, scriptedAgent },
  })
} catch (error) {
  const { message, hint, problems } = error as Error & { hint?: string; problems?: unknown }
  const kind = (error as Error).constructor.name
  console.error(`${kind}: ${[message, hint].filter(Boolean).join('; ')}`)
  if (problems) console.error(JSON.stringify(problems))
  process.exitCode = 1
}
