import type { Memory } from './memory.ts'
import { type Member, newMember } from './memory.ts'
import type { Agent, Loop, Phase, Service, Team } from './team.ts'

/** An agent or a service, by name; null: the team has none of that name. */
export function programOf(team: Team, name: string): Agent | Service | null {
  return (
    team.agents.find((agent) => agent.name === name) ?? team.services.find((one) => one.name === name) ?? null
  )
}

/** Whether it takes text. */
export function isAgent(program: Agent | Service): program is Agent {
  return 'kind' in program
}

/** All programs of the team in the order of the file, agents first. */
export function programs(team: Team): readonly (Agent | Service)[] {
  return [...team.agents, ...team.services]
}

/** What is remembered of a member; a fresh one when it never ran. */
export function recall(memory: Memory, name: string): Readonly<Member> {
  return memory.members[name] ?? newMember(name)
}

/** The phase with that id; null: none. */
export function phaseOf(loop: Loop | null, id: string | null): Phase | null {
  return loop?.phases.find((phase) => phase.id === id) ?? null
}

/** Path inside the repository of a file in the state folder; forward slashes. */
export function statePath(loop: Loop, file: string): string {
  return loop.stateSubdir === '' ? file : `${loop.stateSubdir}/${file}`
}

/** Whether a loop agent takes part in the current phase. Other kinds take part in none. */
export function takesPart(team: Team, memory: Memory, agent: Agent): boolean {
  if (agent.kind !== 'loop' || memory.phase.complete) return false
  const phase = phaseOf(team.loop, memory.phase.current)
  return phase !== null && (phase.agents === null || phase.agents.includes(agent.name))
}

/** The mail address in an agent's commits: set at its launch, so that its own commits are known. */
export function mailOf(agent: Agent): string {
  return agent.env.GIT_AUTHOR_EMAIL ?? agent.backend.env.GIT_AUTHOR_EMAIL ?? `${agent.name}@agents.invalid`
}

/** The author name in an agent's commits. */
export function authorNameOf(agent: Agent): string {
  return agent.env.GIT_AUTHOR_NAME ?? agent.backend.env.GIT_AUTHOR_NAME ?? agent.name
}

/** Who wrote a commit, as people name it: the agent's name, else the name in the commit. */
export function authorOf(team: Team, commit: { authorName: string; authorEmail: string }): string {
  return team.agents.find((agent) => mailOf(agent) === commit.authorEmail)?.name ?? commit.authorName
}

/** The tmux session of a member. */
export function sessionOf(team: Team, name: string): string {
  return `${team.watchdog.sessionPrefix}${name}`
}

/** Sessions on one tmux server: its cost grows with their number, and a crash takes them all. */
export const SESSIONS_PER_SERVER = 100

/** The tmux server on which a member is started: where it ran last, else by its place in the file. */
export function serverOf(team: Team, memory: Memory, name: string): string {
  const index = programs(team).findIndex((program) => program.name === name)
  const shard = Math.floor(Math.max(0, index) / SESSIONS_PER_SERVER)
  return memory.members[name]?.pane?.server ?? `${team.watchdog.socket}-${shard}`
}

/** Every server that may hold sessions of the team. */
export function serversOf(team: Team, memory: Memory): readonly string[] {
  const names = [...programs(team).map((program) => program.name), ...Object.keys(memory.members)]
  return [...new Set(names.map((name) => serverOf(team, memory, name)))]
}
