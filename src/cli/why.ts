import type { Event } from '../model/event.ts'
import { type Arguments, defineCommand } from './command.ts'
import { concerns } from './concerns.ts'
import { EXIT, usageError } from './exit.ts'
import { checkNames, memberNames } from './members.ts'
import { formatMoment, parseSince } from './moment.ts'
import { paint } from './output.ts'
import { readTeam, type TeamAtHand } from './team-at-hand.ts'
import { lookAtWatchdog } from './watchdog-state.ts'
import { explainEvent } from './why-event.ts'
import { type LogEntry, toLog } from './why-log.ts'
import { believe, printBelief } from './why-now.ts'
import { isRoutine, quieten } from './why-quiet.ts'
import { printLog } from './why-text.ts'
import { printTold } from './why-told.ts'

/** A night and the evening before it. */
const SINCE = '24h'

export const command = defineCommand({
  options: {
    phase: { help: 'only what concerns the phases' },
    event: { value: 'N', help: 'one event: its evidence, its outcome, and what was believed then' },
    since: { value: 'TIME', help: `from then on: 90m, 22:00 or 2026-01-31T03:12 (default: ${SINCE})` },
  },
  operands: [0, 1],
  run: async (args) => {
    const at = await readTeam(args)
    const [name] = args.operands
    const { event, phase, since } = args.options
    if (Number(name !== undefined) + Number(phase) + Number(event !== null) > 1)
      throw usageError('An agent, --phase and --event exclude each other.', 'For example: agents why builder')
    if (name !== undefined) checkNames(at, [name])
    if (event !== null) return explainEvent(args, at, event)
    const sinceMs = parseSince(since ?? SINCE, Date.now())
    const all = at.record.events({ sinceMs })
    const log = toLog(all, at.record.memory.nextMessage, phase ? isAboutPhases : isAbout(name))
    const quiet = name === undefined ? log.filter((entry) => !isRoutine(entry)) : quieten(log)
    tell(args, at, { names: phase ? [] : name === undefined ? memberNames(at) : [name], log: quiet, sinceMs })
    return EXIT.done
  },
})

function isAbout(name: string | undefined): (event: Event) => boolean {
  return (event) => name === undefined || concerns(event, name) || isAboutAll(event)
}

/** The watchdog's own life and the machine's clock are part of everyone's story. */
function isAboutAll(event: Event): boolean {
  const what = event.type === 'fact' ? event.fact.what : ''
  return ['watchdog-started', 'watchdog-stopped', 'clock-jumped', 'server', 'config-invalid'].includes(what)
}

function isAboutPhases(event: Event): boolean {
  if (event.type === 'fact') return ['push', 'repository-unknown', 'clock-jumped'].includes(event.fact.what)
  if (event.type === 'done') return true
  const { rule, action } = event.decision
  return rule === 'phase' || ['begin-phase', 'complete', 'reopen'].includes(action.do)
}

function tell(
  { json, output }: Arguments,
  at: TeamAtHand,
  { names, log, sinceMs }: { names: readonly string[]; log: readonly LogEntry[]; sinceMs: number },
): void {
  const nowMs = Date.now()
  const watchdog = lookAtWatchdog(at)
  const beliefs = names.map((name) => believe(at, name))
  if (json) {
    output.json({ watchdog, beliefs, sinceMs, log })
    return
  }
  if (watchdog.kind === 'dead' || watchdog.kind === 'stopped') {
    const since = formatMoment(watchdog.sinceMs, nowMs)
    output.line(
      paint('red', `No watchdog runs since ${since}; this is what it believed then. Start it: agents up`),
    )
  }
  for (const belief of beliefs) printBelief(output, belief, nowMs)
  // Of a whole team it would be a page.
  if (beliefs.length === 1) printTold(output, beliefs[0]?.told ?? [], nowMs)
  if (beliefs.length > 0) output.line()
  if (log.length > 0) printLog(output, log)
  else output.line(`Nothing was decided since ${formatMoment(sinceMs, nowMs)}. Look further back: --since 7d`)
}
