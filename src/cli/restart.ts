import { recall } from '../model/lookup.ts'
import { ask, waitUntil } from './ask.ts'
import { defineCommand } from './command.ts'
import { EXIT, failure } from './exit.ts'
import { checkNames } from './members.ts'
import { readTeam } from './team-at-hand.ts'

/** An old run has seconds to end, a new one to begin, and only some begin at once. */
const RESTART_TAKES_MS = 60_000

export const command = defineCommand({
  options: {},
  operands: [1, Infinity],
  run: async (args) => {
    const at = await readTeam(args)
    const names = [...new Set(args.operands)]
    checkNames(at, names)
    const look = (name: string) => recall(at.record.memory, name)
    const before = new Map(names.map((name) => [name, look(name).incarnation]))
    const isNew = (name: string) =>
      look(name).run === 'running' && look(name).incarnation > (before.get(name) ?? 0)
    await ask(at, { ask: 'restart', agents: names })
    await waitUntil(at, () => names.every(isNew), RESTART_TAKES_MS)
    const missing = names.filter((name) => !isNew(name))
    const runs = names.map((name) => ({ name, run: look(name).incarnation, pane: look(name).pane?.paneId }))
    if (args.json) args.output.json({ restarted: runs.filter(({ name }) => isNew(name)), missing })
    else if (missing.length === 0)
      for (const { name, run, pane } of runs)
        args.output.line(`${name}: run ${run}, pane ${pane ?? 'unknown'}`)
    if (missing.length === 0) return EXIT.done
    throw failure(`Not running yet: ${missing.join(', ')}.`, `See why: agents why ${missing[0]}`)
  },
})
