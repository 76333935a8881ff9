import { dropRequest } from '../store/requests.ts'
import { ensurePrivateFolder } from '../system/files.ts'
import { awaitTeam } from './await-team.ts'
import { type Arguments, defineCommand } from './command.ts'
import { demandTeam } from './demand-team.ts'
import { EXIT, failure } from './exit.ts'
import { checkNames } from './members.ts'
import { formatMoment } from './moment.ts'
import { paint } from './output.ts'
import { startWatchdog } from './start-watchdog.ts'
import { reportStatus } from './status-report.ts'
import { printStatus } from './status-text.ts'
import { printPlan } from './up-plan.ts'
import { demandTmux, watchHere } from './watch-here.ts'
import { isWatched, lookAtWatchdog } from './watchdog-state.ts'

type Team = Awaited<ReturnType<typeof demandTeam>>

export const command = defineCommand({
  options: {
    'dry-run': { help: 'print what would be started, adopted and left alone; change nothing' },
    foreground: { help: 'be the watchdog in this terminal; Ctrl-C ends it, the agents go on' },
  },
  operands: [0, Infinity],
  run: async (args) => {
    const at = await demandTeam(args)
    checkNames(at, args.operands)
    const tmux = await demandTmux()
    if (args.options['dry-run']) return printPlan(args, at, tmux)
    ensurePrivateFolder(at.stateDir)
    return args.options.foreground ? upHere(args, at) : up(args, at)
  },
})

async function upHere(args: Arguments, at: Team): Promise<number> {
  if (args.operands.length > 0) drop(args, at)
  if (args.output.isTerminal) args.output.line('Watching. Ctrl-C ends the watchdog; the agents go on.')
  await watchHere(args, at)
  return EXIT.done
}

async function up(args: Arguments, at: Team): Promise<number> {
  const wasWatched = isWatched(at)
  at.record.refresh()
  // The request is there before the watchdog is, so that its first tick knows whom it is to start.
  const request = drop(args, at)
  const pid = wasWatched ? null : startWatchdog(at)
  const { changed, failed, waiting } = await awaitTeam(at, {
    request,
    pid,
    output: args.json ? null : args.output,
  })
  const nowMs = Date.now()
  const report = reportStatus(at)
  if (args.json) args.output.json({ ...report, started: !wasWatched, changed, failed, waiting })
  else {
    args.output.line(paint('bold', headline(at, wasWatched, changed)))
    args.output.line()
    printStatus(args.output, report, nowMs)
  }
  const [first = ''] = [...failed, ...waiting]
  if (first === '') return EXIT.done
  throw failure(`Not running: ${[...failed, ...waiting].join(', ')}.`, `See why: agents why ${first}`)
}

function drop(args: Arguments, { stateDir }: Team): string {
  return dropRequest(stateDir, { ask: 'up', agents: args.operands }, Date.now())
}

function headline(at: Team, wasWatched: boolean, changed: boolean): string {
  const state = lookAtWatchdog(at)
  if (!('holder' in state)) return 'The watchdog is starting.'
  const { pid, startedMs } = state.holder
  if (!wasWatched) return `The watchdog runs, pid ${pid}. It goes on when you close this terminal.`
  const since = formatMoment(startedMs, Date.now())
  return `Already watched by pid ${pid} since ${since}. ${changed ? 'The agents that were down are up again.' : 'Nothing was changed.'}`
}
