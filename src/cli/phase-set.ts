import { nearest } from '../config/nearest.ts'
import { ask } from './ask.ts'
import { defineCommand } from './command.ts'
import { EXIT, usageError } from './exit.ts'
import { demandLoop } from './phase-report.ts'
import { readTeam } from './team-at-hand.ts'

export const command = defineCommand({
  options: {},
  operands: [1, 1],
  run: async (args) => {
    const at = await readTeam(args)
    const [phase = ''] = args.operands
    const ids = demandLoop(at)?.phases.map(({ id }) => id) ?? [phase]
    if (!ids.includes(phase)) throw unknownPhase(phase, ids)
    const { text } = await ask(at, { ask: 'phase', phase })
    if (args.json) args.output.json({ phase })
    else args.output.line(text, '. Its loop agents get a fresh run: agents status')
    return EXIT.done
  },
})

function unknownPhase(phase: string, ids: readonly string[]): Error {
  const near = nearest(phase, ids)
  const there = `There are: ${ids.join(', ')}`
  return usageError(`No phase has the id "${phase}".`, near ? `Did you mean "${near}"? ${there}` : there)
}
