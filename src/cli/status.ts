import { type Arguments, defineCommand } from './command.ts'
import { EXIT } from './exit.ts'
import { reportStatus } from './status-report.ts'
import { printStatus } from './status-text.ts'
import { readTeam } from './team-at-hand.ts'

const REDRAW_EVERY_MS = 1_000

export const command = defineCommand({
  options: { watch: { help: 'draw it anew every second until Ctrl-C' } },
  operands: [0, 0],
  run: async (args) => {
    if (args.options.watch) return watchStatus(args)
    const report = reportStatus(await readTeam(args))
    if (args.json) args.output.json(report)
    else printStatus(args.output, report, Date.now())
    return EXIT.done
  },
})

async function watchStatus(args: Arguments): Promise<number> {
  // Loaded here, since timers and signals are nothing that a single look should wait for.
  const { untilInterrupted } = await import('./interrupt.ts')
  for await (const _ of untilInterrupted(REDRAW_EVERY_MS)) {
    const report = reportStatus(await readTeam(args))
    if (args.json) args.output.jsonLine(report)
    else args.output.frame((frame) => printStatus(frame, report, Date.now()))
  }
  return EXIT.done
}
