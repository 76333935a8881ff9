import type { Health, StartFinding, StartPlace } from '../backends/health.ts'
import { HEALTH } from '../backends/health-list.ts'
import { profileOf } from '../backends/list.ts'
import type { Profile } from '../backends/profile.ts'
import type { Memory } from '../model/memory.ts'
import type { Agent, Team } from '../model/team.ts'
import { findProgram } from '../system/access.ts'
import { type AnswersAtStart, answersAtStart } from './doctor-answers.ts'
import { type Finding, finding } from './doctor-finding.ts'
import { lookAtHooks } from './doctor-hooks.ts'
import { lookAtLogin } from './doctor-login.ts'
import { placeOf } from './doctor-place.ts'
import { lookAtVersion } from './doctor-version.ts'

/** Agents that share a program and an environment, but for who they are. */
interface SetUp {
  readonly name: string
  readonly agents: readonly Agent[]
  readonly profile: Profile
  readonly place: StartPlace
  /** null: the program is not there. */
  readonly program: string | null
  readonly health: Health | null
}

/** Each agent CLI that the team uses: program, version, login, what would stand in the way of a start, and its hooks. */
export async function lookAtClis(
  known: { readonly team: Team; readonly memory: Memory; readonly nowMs: number },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const { team } = known
  const findings = setUpsOf(team, environment).map(async (one) => [
    ...(await lookAtSetUp(one, team, environment)),
    ...(one.profile.seenOn === null ? [] : lookAtHooks(one.name, one.agents, known)),
  ])
  return (await Promise.all(findings)).flat()
}

function setUpsOf(team: Team, environment: Readonly<Record<string, string | undefined>>): SetUp[] {
  const groups = Map.groupBy(team.agents, (agent) => {
    const { argv, env } = placeOf(team, agent, environment)
    const own = Object.entries(env).filter(([name]) => !/^GIT_(AUTHOR|COMMITTER)_/.test(name))
    return JSON.stringify([agent.backend.profile, argv[0], own])
  })
  const many = Map.groupBy(groups.values(), ([agent]) => agent?.backend.profile)
  return [...groups.values()].flatMap((agents) => {
    const [agent] = agents
    if (!agent) return []
    const profile = profileOf(agent)
    const isOnly = many.get(agent.backend.profile)?.length === 1
    const name = isOnly ? profile.name : `${profile.name} (${agents.map((one) => one.name).join(', ')})`
    const place = placeOf(team, agent, environment)
    const program = findProgram(place.argv[0] ?? '', place.env.PATH ?? '', agent.cwd)
    return [{ ...{ name, agents, profile, place, program }, health: HEALTH[profile.name] ?? null }]
  })
}

async function lookAtSetUp(
  setUp: SetUp,
  team: Team,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const { name, profile, place, program, health } = setUp
  if (program === null) {
    const mend = health ? `${health.install}; or name its path in command` : 'name its path in command'
    return [finding('fail', name, `no program ${place.argv[0] ?? ''} is on PATH`, mend)]
  }
  if (profile.seenOn === null) return [finding('ok', name, program)]
  const isItself = program.split('/').at(-1) === profile.command[0]
  if (!isItself || health === null) {
    const seen = isItself
      ? 'nothing is known of its settings'
      : `${program} is a wrapper: it is asked nothing`
    return [finding('unknown', name, seen)]
  }
  const asked = { program, env: place.env, folder: team.folder }
  const [version, login] = await Promise.all([
    lookAtVersion(name, profile, asked),
    lookAtLogin(name, health, place, asked, environment),
  ])
  return [version, login, ...startFindings(setUp, team, environment, health)]
}

/** What several agents have in common is told once. */
function startFindings(
  { name, agents }: SetUp,
  team: Team,
  environment: Readonly<Record<string, string | undefined>>,
  health: Health,
): Finding[] {
  const all = agents.flatMap((agent) => {
    const place = placeOf(team, agent, environment)
    const atStart = answersAtStart(team, agent, place, environment)
    const refused = atStart.refusal === null ? [] : [finding('fail', `${name}: start`, atStart.refusal)]
    return [...refused, ...health.findings(place).map((one) => withAnswer(name, one, atStart))]
  })
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

/** A question that is open now and will be answered before the start asks nothing. */
function withAnswer(name: string, found: StartFinding, { answered, mends }: AnswersAtStart): Finding {
  const { about, question, state, seen, mend } = found
  const where = state === 'ok' ? undefined : answered.get(question)
  if (where !== undefined) return finding('ok', `${name}: ${about}`, where)
  return finding(state, `${name}: ${about}`, seen, state === 'ok' ? mend : (mends.get(question) ?? mend))
}
