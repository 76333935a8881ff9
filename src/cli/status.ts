import { type Arguments, defineCommand } from './command.ts'
import { EXIT } from './exit.ts'
import { untilInterrupted } from './interrupt.ts'
import type { Output } from './output.ts'
import { reportStatus } from './status-report.ts'
import { printStatus } from './status-text.ts'
import { readTeam } from './team-at-hand.ts'

const REDRAW_EVERY_MS = 1_000

export const command = defineCommand({
  options: { watch: { help: 'draw it anew every second until Ctrl-C' } },
  operands: [0, 0],
  run: async (args) => {
    if (args.options.watch) return watchStatus(args)
    showStatus(args, args.output)
    return EXIT.done
  },
})

async function watchStatus(args: Arguments): Promise<number> {
  for await (const _ of untilInterrupted(REDRAW_EVERY_MS)) {
    if (args.json) args.output.jsonLine(reportStatus(readTeam(args)))
    else args.output.frame((frame) => showStatus(args, frame))
  }
  return EXIT.done
}

/** Reads the team and its record and prints both. */
export function showStatus(args: Arguments, output: Output): void {
  const nowMs = Date.now()
  const report = reportStatus(readTeam(args))
  if (args.json) output.json(report)
  else printStatus(output, report, nowMs)
}
