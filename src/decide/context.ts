import type { Draft, Evidence } from '../model/decision.ts'
import type { Member } from '../model/memory.ts'
import type { Message } from '../model/message.ts'
import type { PaneSeen } from '../model/observation.ts'
import type { SetbackMemory } from '../model/setback.ts'
import type { Agent } from '../model/team.ts'
import { type Proposal, propose, type Situation } from './rule.ts'
import { draft } from './text.ts'

/** So much later than its command a compaction is seen at work, or it is over. */
const SEEN_WITHIN_MS = 30_000
/** So much later than the word to go on an answer has come, or its context is as full as before. */
const ANSWERS_WITHIN_MS = 5 * 60_000
/** What is full again so soon had no room made in it. */
const STILL_FULL_MS = 10 * 60_000

const GO_ON = 'Your context was full and has been compacted. Go on with what you were doing.'

/**
 * What makes room in a full context and keeps the run: its CLI's own command, once, then a word to go on. Empty: its effect is
 * waited for; null: it is not wanted, not known, or did not help.
 */
export function compact(
  situation: Situation,
  agent: Agent,
  { member, pane, met }: { member: Readonly<Member>; pane: PaneSeen; met: SetbackMemory },
  because: readonly Evidence[],
): Proposal[] | null {
  if (agent.backend.contextFull !== 'compact' || pane.compact === null) return null
  const { name } = agent
  const commands = commandsOf(situation, member)
  const key = `${COMPACT}${name}:${met.atMs}`
  const command = commands.find((one) => one.key === key)
  if (!command) {
    if (commands.some(({ stateMs }) => met.atMs - stateMs < STILL_FULL_MS)) return null
    const how = { line: pane.compact, tagged: false, asKeys: true, file: null } as const
    return [queue(name, { ...how, key, agent: name, kind: 'nudge' }, because)]
  }
  if (command.state === 'failed') return null
  const word = find(situation, wordKey(command))
  if (word) return isOver(situation, word, ANSWERS_WITHIN_MS) ? null : []
  return goOn(situation, agent, member)
}

/** The word to go on, once a compaction is over. It may count as an answer, so that no setback stands any more. */
export function goOn(situation: Situation, agent: Agent, member: Readonly<Member>): Proposal[] {
  const { team, memory, nowMs } = situation
  const over = commandsOf(situation, member).filter(
    (one) =>
      one.state === 'accepted' && isOver(situation, one, SEEN_WITHIN_MS) && !find(situation, wordKey(one)),
  )
  return over.map((one) => {
    const text = draft(team, memory, agent, { key: wordKey(one), kind: 'nudge', text: GO_ON })
    return queue(agent.name, text, [
      { saw: `#${one.id} (${one.line}) was taken`, ageMs: nowMs - one.stateMs },
    ])
  })
}

/** Begins the keys of the messages that are such a command. */
const COMPACT = 'compact:'

/** The commands that were queued for the current run. */
function commandsOf({ memory }: Situation, { name, incarnation }: Readonly<Member>): Message[] {
  return Object.values(memory.messages).filter(
    (one) =>
      one.key.startsWith(`${COMPACT}${name}:`) &&
      (one.incarnation === null || one.incarnation === incarnation),
  )
}

function wordKey({ key }: Message): string {
  return `go-on:${key}`
}

function queue(agent: string, text: Draft, because: readonly Evidence[]): Proposal {
  return propose('setback', agent, { do: 'queue', draft: text }, because)
}

function find({ memory }: Situation, key: string): Message | undefined {
  return Object.values(memory.messages).find((one) => one.key === key)
}

/** It failed, or was taken so long ago. */
function isOver({ nowMs }: Situation, { state, stateMs }: Message, afterMs: number): boolean {
  return state === 'failed' || (state === 'accepted' && nowMs - stateMs >= afterMs)
}
