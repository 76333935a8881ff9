import { ask } from './ask.ts'
import { defineCommand } from './command.ts'
import { EXIT } from './exit.ts'
import { checkNames } from './members.ts'
import { readTeam } from './team-at-hand.ts'

export const command = defineCommand({
  options: {},
  operands: [1, Infinity],
  run: async (args) => {
    const at = await readTeam(args)
    checkNames(at, args.operands)
    const { text } = await ask(at, { ask: 'resume', agents: args.operands })
    if (args.json) args.output.json({ resumed: args.operands })
    else args.output.line(text, '. See how they fare: agents status')
    return EXIT.done
  },
})
