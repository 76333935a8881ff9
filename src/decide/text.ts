import type { Draft, MessageFile } from '../model/decision.ts'
import { mailOf, phaseOf, statePath, takesPart } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { type MessageKind, withoutTags } from '../model/message.ts'
import type { Agent, Team } from '../model/team.ts'
import { reviewersOf } from './progress.ts'

/**
 * A text up to this long, on one line, is typed as it is; a longer one goes to a file that the typed line points to.
 * Claude Code wraps pastes over about 800 characters or of 4 lines as quoted content, which its model may distrust.
 */
const TYPED_LENGTH = 700

/** What stands for each `{name}` in a prompt or kickoff. Unknown names stay as they are. */
export function templateValues(team: Team, memory: Memory, agent: Agent): Record<string, string> {
  const phase = phaseOf(team.loop, memory.phase.current)
  const builders = team.loop?.handoff.reviewPings ?? []
  return {
    'agent.name': agent.name,
    'agent.cwd': agent.cwd,
    'agent.mail': mailOf(agent),
    'phase.id': phase?.id ?? '',
    'phase.title': phase?.title ?? '',
    'phase.status': phase && team.loop ? statePath(team.loop, phase.status) : '',
    'loop.branch': team.loop?.branch ?? '',
    'loop.state': team.loop?.stateSubdir ?? '',
    'loop.done_marker': team.loop?.doneMarker ?? '',
    'team.reviewers': reviewersOf(team)
      .map((one) => one.name)
      .join(', '),
    'team.builders': builders.join(', '),
    'team.inboxes': inboxesOf(team, agent).join(', '),
  }
}

function inboxesOf({ loop }: Team, agent: Agent): string[] {
  if (!loop) return []
  const own = loop.handoff.inboxes.filter((inbox) => inbox.pings.includes(agent.name))
  return own.map((inbox) => statePath(loop, inbox.file))
}

/** Role, kickoff and phase texts of an agent, in the order in which it reads them. */
export function kickoffSources(team: Team, memory: Memory, agent: Agent): readonly string[] {
  const phase = takesPart(team, memory, agent) ? phaseOf(team.loop, memory.phase.current) : null
  return [...agent.prompt, agent.kickoff, phase?.kickoff].filter((file) => typeof file === 'string')
}

/** A text for an agent: typed as it is when short, else by way of a file in the state folder. */
export function draft(
  team: Team,
  memory: Memory,
  agent: Agent,
  content: { key: string; kind: MessageKind; text: string; sources?: readonly string[] },
): Draft {
  const { key, kind, text, sources = [] } = content
  const short = sources.length === 0 && text.length <= TYPED_LENGTH && !text.includes('\n')
  if (short) return { key, agent: agent.name, kind, line: withoutTags(text), tagged: true, file: null }
  const path = `${team.watchdog.stateDir}/messages/${key.replace(/[^A-Za-z0-9_-]+/g, '-')}.md`
  const file: MessageFile = { path, sources, text, values: templateValues(team, memory, agent) }
  return { key, agent: agent.name, kind, line: `Read ${path} and follow it.`, tagged: true, file }
}
