import { authorNameOf, mailOf } from '../model/lookup.ts'
import { messageFolder } from '../model/message.ts'
import type { Agent, Service, Team } from '../model/team.ts'
import { hooksOf, hookVariables } from './hooks.ts'
import { profileOf } from './list.ts'

/** Where the watchdog itself stands: what the scripted agent is started with. */
export interface Installation {
  /** The Node that runs the watchdog. */
  readonly node: string
  /** The scripted agent's program file. */
  readonly scriptedAgent: string
}

/** What starts one run of a program. */
export interface Launch {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Which run it is that is launched. */
export interface RunNames {
  /** Value of RUN_VARIABLE. */
  readonly mark: string
  /** Session id for a CLI that lets it be chosen; '': none is given. */
  readonly session: string
  /** Folder into which its hooks tell; '': it is started without. */
  readonly hooks: string
}

/** The variable by which every process of a run is known, however far it has wandered from its parent. */
export const RUN_VARIABLE = 'AGENTS_RUN'

/** Value of RUN_VARIABLE for one run of a member. */
export function runMark(teamId: string, name: string, incarnation: number): string {
  return `${teamId}/${name}/${incarnation}`
}

/** The launch line and environment of a service. */
export function launchService(service: Service, mark: string): Launch {
  return { argv: service.command, env: { ...service.env, [RUN_VARIABLE]: mark } }
}

/** The launch line and environment of an agent. Its commits carry its name, so that its own are known. */
export function launchAgent(
  team: Team,
  agent: Agent,
  { mark, session, hooks }: RunNames,
  at: Installation,
): Launch {
  const profile = profileOf(agent)
  const model = agent.backend.model && profile.modelOption ? [profile.modelOption, agent.backend.model] : []
  const base = agent.backend.command ?? profile.command
  const id = session !== '' && choosesSession(agent) ? [profile.session?.option ?? '', session] : []
  const telling = hooks === '' ? [] : (hooksOf(agent)?.args ?? [])
  const argv =
    profile.name === 'scripted'
      ? scriptedLine(team, agent, at)
      : [...base, ...model, ...readable(team, agent), ...id, ...telling]
  const git = {
    GIT_AUTHOR_NAME: authorNameOf(agent),
    GIT_AUTHOR_EMAIL: mailOf(agent),
    GIT_COMMITTER_NAME: agent.name,
    GIT_COMMITTER_EMAIL: mailOf(agent),
  }
  const told = hooks === '' ? {} : hookVariables(agent, hooks)
  return { argv, env: { ...git, ...environmentOf(agent), ...told, [RUN_VARIABLE]: mark } }
}

/** The folder of its long texts, where the watchdog writes them before it types where they are. */
export function messagesOf(team: Team, agent: Agent): string {
  return `${team.watchdog.stateDir}/${messageFolder(agent.name)}`
}

/** One word: options that take many would swallow what follows. */
function readable(team: Team, agent: Agent): string[] {
  const { folderOption } = profileOf(agent)
  return folderOption ? [folderOption.replace('{folder}', () => messagesOf(team, agent))] : []
}

/** What the config and what is known of its CLI put into an agent's environment. */
export function environmentOf(agent: Agent): Readonly<Record<string, string>> {
  return { ...profileOf(agent).env, ...agent.backend.env, ...agent.env }
}

/** Whether the agent's sessions get the id that the record chose: its CLI takes one, and its command names no other. */
export function choosesSession(agent: Agent): boolean {
  const { session } = profileOf(agent)
  const isTaken = (word: string) =>
    session?.taken.some((one) => word === one || (one.startsWith('--') && word.startsWith(`${one}=`)))
  return session !== null && !agent.backend.command?.some(isTaken)
}

/** Transcript of an agent, where it is known before its start; null: not known. */
export function transcriptOf(team: Team, agent: Agent): string | null {
  return agent.backend.profile === 'scripted'
    ? `${team.watchdog.stateDir}/transcripts/${agent.name}.jsonl`
    : null
}

function scriptedLine(team: Team, agent: Agent, { node, scriptedAgent }: Installation): string[] {
  const memory = `${team.watchdog.stateDir}/transcripts/${agent.name}.memory.json`
  const files = [
    '--script',
    agent.script ?? '',
    '--transcript',
    transcriptOf(team, agent) ?? '',
    '--memory',
    memory,
  ]
  return [...(agent.backend.command ?? [node, scriptedAgent]), ...files]
}
