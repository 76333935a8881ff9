import { type Arguments, defineCommand } from './command.ts'
import { explainProblems } from './demand-team.ts'
import { EXIT } from './exit.ts'
import { formatMoment } from './moment.ts'
import { type Output, type Piece, paint } from './output.ts'
import { demandLoop, type PhaseReport, reportPhases } from './phase-report.ts'
import { readTeam } from './team-at-hand.ts'

export const command = defineCommand({
  options: {},
  operands: [0, 0],
  run: async (args) => {
    await showPhases(args)
    return EXIT.done
  },
})

/** Reads the record and prints every phase. */
async function showPhases(args: Arguments): Promise<void> {
  const at = await readTeam(args)
  if (!at.team) throw explainProblems(args, at, at.problems)
  const loop = demandLoop(at)
  const phases = loop ? reportPhases(at.team, loop, at.record.memory) : []
  if (args.json) args.output.json({ phases, complete: at.record.memory.phase.complete })
  else printPhases(args.output, phases, at.record.memory.phase.complete)
}

/** Prints the phases for people: those to come and done in one line each, the current one in full. */
export function printPhases(output: Output, phases: readonly PhaseReport[], complete: boolean): void {
  const nowMs = Date.now()
  for (const phase of phases) {
    output.line(...headline(phase, nowMs))
    if (phase.state === 'to come') continue
    output.table(['', '', ''], conditionRows(phase))
  }
  const owing = new Set(
    phases
      .filter(({ state }) => state === 'current')
      .flatMap(({ conditions }) => conditions.flatMap((one) => one.owedBy)),
  )
  output.line()
  if (complete)
    output.line(paint('green', 'SEQUENCE-COMPLETE.'), ' A phase appended to agents.toml resumes it.')
  else if (owing.size > 0) output.line('The next move is owed by: ', paint('bold', [...owing].join(', ')))
  else output.line('No phase has begun. Start the team: agents up')
}

function headline({ id, title, state, sinceMs, agents }: PhaseReport, nowMs: number): Piece[] {
  const name = title === id ? id : `${id} (${title})`
  const since = sinceMs === null ? '' : ` since ${formatMoment(sinceMs, nowMs)}`
  const style = state === 'current' ? 'bold' : state === 'done' ? 'green' : 'dim'
  return [paint(style, `${name}: ${state}${since}`), paint('dim', `  ${agents.join(', ')}`)]
}

function conditionRows({ conditions, state }: PhaseReport): Piece[][] {
  return conditions.map(({ what, met, owedBy, detail }) => {
    const owed = owedBy.length > 0 && state === 'current' ? `owed by ${owedBy.join(' or ')}` : ''
    return [
      paint(met ? 'green' : 'yellow', met ? '  met' : '  unmet'),
      what,
      [owed, detail].filter((text) => text !== '').join('; '),
    ]
  })
}
