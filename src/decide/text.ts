import type { Draft, MessageFile } from '../model/decision.ts'
import { mailOf, phaseOf, statePath, takesPart } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { type MessageKind, messageFileName, messageFolder, withoutTags } from '../model/message.ts'
import type { Agent, Team } from '../model/team.ts'
import { reviewersOf } from './progress.ts'

/**
 * A text up to this long is typed as it is; a longer one goes to a file that the typed line points to. No
 * CLI does anything else with so short a paste: Gemini and Qwen fold it from 501 characters, Codex from 1,001; Claude
 * Code tells its model from about 800 characters or 4 lines that it was pasted, and may hold orders of others.
 */
const TYPED_LENGTH = 450
/** A person's words may have a few lines: Claude Code calls 4 pasted. What we write is one line. */
const OWN_LINES = 3

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
  if (sources.length === 0 && isTypable(text, 1))
    return { key, agent: agent.name, kind, line: withoutTags(text), tagged: true, file: null }
  const values = templateValues(team, memory, agent)
  return byFile(team, { key, agent: agent.name, kind }, { sources, text, values })
}

/**
 * A person's own words: short ones are typed as they are, without a tag; nothing is filled into long ones. A program that
 * just reads lines (profile `shell`) gets them all: it could do nothing with a file.
 */
export function ownWords(team: Team, agent: Agent, key: string, text: string): Draft {
  const head = { key, agent: agent.name, kind: 'operator' } as const
  return agent.backend.profile === 'shell' || isTypable(text, OWN_LINES)
    ? { ...head, line: text, tagged: false, file: null }
    : byFile(team, head, { sources: [], text, values: {} })
}

/** What stands around the text counts for nothing: a last line break makes no line. */
function isTypable(text: string, lines: number): boolean {
  return text.length <= TYPED_LENGTH && text.trim().split(/\r\n?|\n/).length <= lines
}

function byFile(
  team: Team,
  head: Pick<Draft, 'key' | 'agent' | 'kind'>,
  content: Omit<MessageFile, 'path'>,
): Draft {
  const path = `${team.watchdog.stateDir}/${messageFolder(head.agent)}/${messageFileName(head.key)}`
  return { ...head, line: `Read ${path} and follow it.`, tagged: true, file: { path, ...content } }
}
