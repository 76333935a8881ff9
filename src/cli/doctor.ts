import { systemClock } from '../system/clock.ts'
import { openTmux } from '../system/tmux.ts'
import { type Arguments, defineCommand } from './command.ts'
import { lookAtClis } from './doctor-clis.ts'
import { type Finding, finding, mended, printFindings } from './doctor-finding.ts'
import { lookAtKnownClis } from './doctor-outside.ts'
import { lookAtServices } from './doctor-services.ts'
import { lookAtSessions } from './doctor-sessions.ts'
import { lookAtConfig, lookAtState } from './doctor-state.ts'
import { lookAtTools } from './doctor-tools.ts'
import { EXIT, ExitError } from './exit.ts'
import { loadTeamAtHand, type TeamAtHand } from './team-at-hand.ts'

export const command = defineCommand({
  options: {
    fix: { help: 'make state_dir if it is missing, and remove sockets of this team that nobody listens on' },
  },
  operands: [0, 0],
  notes: [
    'ok: as it should be; warn: look at it before a long night; fail: it will not work; unknown: it could not be told.',
    'Without --fix nothing is changed. Logins and keys are named, never shown. Exit 1 when something fails.',
  ],
  run: async (args) => {
    const found = await lookAtAll(args)
    const findings = args.options.fix ? mended(found) : found
    const ok = findings.every(({ state }) => state !== 'fail')
    if (args.json) args.output.json({ ok, findings: findings.map(({ fix: _fix, ...told }) => told) })
    else printFindings(args.output, findings)
    return ok ? EXIT.done : EXIT.failure
  },
})

/** All probes at once; each has a deadline of its own. */
async function lookAtAll(args: Arguments): Promise<Finding[]> {
  const tmux = openTmux({ environment: process.env })
  const at = await teamOf(args)
  const parts = await Promise.all([
    guarded('tools', () => lookAtTools(tmux, process.env)),
    at instanceof ExitError
      ? [finding('fail', 'config', at.message.replace(/\.$/, ''), at.hint)]
      : guarded('config', async () => lookAtConfig(at)),
    at instanceof ExitError ? [] : guarded('record', async () => lookAtState(at)),
    ...ofTeam(at, (known) => guarded('sessions', () => lookAtSessions(known, tmux, process.env))),
    ...ofTeam(at, ({ team, record }) =>
      guarded('agents', () =>
        lookAtClis({ team, memory: record.memory, nowMs: systemClock().now().wallMs }, process.env),
      ),
    ),
    ...ofTeam(at, ({ team }) => guarded('services', async () => lookAtServices(team, process.env))),
    hasTeam(at) ? [] : guarded('agent CLIs', () => lookAtKnownClis(process.cwd(), process.env)),
  ])
  return parts.flat()
}

type Known = TeamAtHand & { readonly team: NonNullable<TeamAtHand['team']> }

function ofTeam<T>(at: TeamAtHand | ExitError, look: (known: Known) => T): T[] {
  return hasTeam(at) ? [look(at)] : []
}

function hasTeam(at: TeamAtHand | ExitError): at is Known {
  return !(at instanceof ExitError) && at.team !== null
}

/** Outside of a team the tools are looked at all the same. */
async function teamOf(args: Arguments): Promise<TeamAtHand | ExitError> {
  try {
    return await loadTeamAtHand(args)
  } catch (error) {
    if (error instanceof ExitError) return error
    throw error
  }
}

/** What cannot be looked at is a finding, and does not hide the others. */
async function guarded(about: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look()
  } catch (error) {
    const hint = error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : ''
    return [finding('fail', about, error instanceof Error ? error.message : String(error), hint)]
  }
}
