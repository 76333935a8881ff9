import { ask } from './ask.ts'
import { defineCommand } from './command.ts'
import { EXIT } from './exit.ts'
import { demandLoop } from './phase-report.ts'
import { readTeam } from './team-at-hand.ts'

export const command = defineCommand({
  options: {},
  operands: [0, 0],
  run: async (args) => {
    const at = await readTeam(args)
    demandLoop(at)
    const { text } = await ask(at, { ask: 'phase-next' })
    if (args.json) args.output.json({ phase: at.record.memory.phase.current })
    else args.output.line(text, '. Its loop agents get a fresh run: agents status')
    return EXIT.done
  },
})
