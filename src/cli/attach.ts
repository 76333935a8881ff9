import { recall } from '../model/lookup.ts'
import { runInTerminal } from '../system/terminal.ts'
import { openTmux } from '../system/tmux.ts'
import { defineCommand } from './command.ts'
import { failure } from './exit.ts'
import { checkNames } from './members.ts'
import { readTeam } from './team-at-hand.ts'

export const command = defineCommand({
  options: {},
  operands: [1, 1],
  run: async (args) => {
    const at = await readTeam(args)
    const [name = ''] = args.operands
    checkNames(at, [name])
    const { pane, run, verdict } = recall(at.record.memory, name)
    if (!pane || run === 'off')
      throw failure(
        `${name} has no session: it is ${verdict.name}. ${verdict.detail}`,
        `See why: agents why ${name}`,
      )
    const argv = openTmux({ environment: process.env }).attachArgv(pane.server, pane.session)
    if (args.json) args.output.json({ agent: name, attach: argv })
    return args.json ? 0 : attach(name, argv)
  },
})

async function attach(name: string, argv: readonly string[]): Promise<number> {
  // tmux moves a client only between the sessions of one server, and an agent never lives on a person's own.
  if (process.env.TMUX)
    throw failure(
      `This terminal is inside tmux, and ${name} is on another tmux server, where no client can be switched to.`,
      `Detach first (Ctrl-b d), or nest them: TMUX= agents attach ${name} (then press the prefix twice for the inner one).`,
    )
  if (!process.stdin.isTTY)
    throw failure('agents attach needs a terminal.', `Read instead: agents why ${name}`)
  const { TMUX: _, TMUX_PANE: __, ...env } = process.env
  const ended = await runInTerminal(argv, env)
  if (ended.kind === 'ended') return ended.code
  throw failure(`tmux could not be started: ${ended.why}`, 'Install tmux 3.2 or newer.')
}
