import { launchAgent, launchService } from '../backends/launch.ts'
import { teamIdOf } from '../daemon/open-world.ts'
import { isAgent, programs, recall, serversOf, sessionOf, takesPart } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Agent, Service, Team } from '../model/team.ts'
import { openTmux } from '../system/tmux.ts'
import type { VersionVerdict } from '../system/tmux-version.ts'
import type { Arguments } from './command.ts'
import { EXIT } from './exit.ts'
import { type Piece, paint } from './output.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { installation } from './watch-here.ts'
import { isWatched } from './watchdog-state.ts'

/** What an `up` would do with one member. */
interface Step {
  readonly name: string
  readonly plan: 'start' | 'adopt' | 'leave alone' | 'wait' | 'blocked'
  readonly why: string
  readonly argv: readonly string[]
  readonly cwd: string
}

/** Prints what `up` would do, without doing any of it. */
export async function printPlan(
  args: Arguments,
  at: TeamAtHand & { readonly team: Team },
  tmux: Extract<VersionVerdict, { ok: true }>,
): Promise<number> {
  const { team } = at
  const owners = await sessionOwners(team, at.record.memory)
  const asked = (name: string) => args.operands.length === 0 || args.operands.includes(name)
  const steps = programs(team).map((program): Step => {
    const plan = planOf(team, at.record.memory, program, owners, asked(program.name))
    const { argv } = isAgent(program)
      ? launchAgent(team, program, { mark: 'dry-run', session: '', hooks: '' }, installation())
      : launchService(program, 'dry-run')
    return { name: program.name, ...plan, argv, cwd: program.cwd }
  })
  if (args.json) args.output.json({ watched: isWatched(at), tmux, steps })
  else {
    args.output.table(['name', 'plan', 'launch line'], steps.map(row))
    args.output.line()
    for (const { what, meanwhile } of tmux.faults) {
      args.output.line(paint('yellow', `${tmux.version.text}: ${what}; ${meanwhile}`))
    }
    const watchdog = isWatched(at) ? 'The watchdog runs already.' : 'The watchdog would be started.'
    args.output.line(`${watchdog} Nothing was changed. Do it: agents up`)
  }
  return EXIT.done
}

function row({ name, plan, why, argv }: Step): Piece[] {
  const words = why === '' ? plan : `${plan}: ${why}`
  const style = plan === 'blocked' ? 'red' : plan === 'start' || plan === 'adopt' ? 'green' : 'dim'
  return [paint('bold', name), paint(style, words), argv.map(quoted).join(' ')]
}

/** A word as a shell would need it, so that the line can be tried by hand. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Owner mark of each session on the team's servers; '' for one that was not started by agents. */
async function sessionOwners(team: Team, memory: Memory): Promise<Map<string, string>> {
  const tmux = openTmux({ environment: process.env })
  const lists = await Promise.all(serversOf(team, memory).map((server) => tmux.listSessions(server)))
  return new Map(lists.flatMap((rows) => rows ?? []).map(({ session, owner }) => [session, owner]))
}

function planOf(
  team: Team,
  memory: Memory,
  program: Agent | Service,
  owners: ReadonlyMap<string, string>,
  isAsked: boolean,
): Pick<Step, 'plan' | 'why'> {
  const member = recall(memory, program.name)
  const session = sessionOf(team, program.name)
  const owner = owners.get(session)
  if (owner === teamIdOf(team)) {
    const isKnown = member.run === 'running'
    return {
      plan: isKnown ? 'leave alone' : 'adopt',
      why: isKnown ? `it runs, run ${member.incarnation}` : session,
    }
  }
  if (owner !== undefined) return { plan: 'blocked', why: `session ${session} was not started by this team` }
  if (!isAsked) return { plan: 'leave alone', why: 'not named' }
  if (member.held === 'paused') return { plan: 'leave alone', why: 'paused by a person' }
  if (isAgent(program) && program.kind === 'task' && member.lastEnd?.status === 0 && member.held !== 'down')
    return { plan: 'leave alone', why: 'finished' }
  if (isAgent(program) && program.kind === 'loop' && !takesPart(team, firstPhase(team, memory), program))
    return {
      plan: 'wait',
      why: memory.phase.complete ? 'all phases are done' : 'it takes no part in this phase',
    }
  return { plan: 'start', why: `run ${member.incarnation + 1}` }
}

/** A team that has not begun would begin with its first phase. */
function firstPhase({ loop }: Team, memory: Memory): Memory {
  const current = memory.phase.current ?? loop?.phases[0]?.id ?? null
  return { ...memory, phase: { ...memory.phase, current } }
}
