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

/** Begins the keys of the messages that are such a command. */
const COMPACT = 'compact:'

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
  const { name, backend } = agent
  const key = `${COMPACT}${name}:${met.atMs}`
  if (backend.contextFull !== 'compact' || pane.compact === null || isTried(situation, member, key))
    return null
  const command = find(situation, key)
  if (!command) {
    const how = { line: pane.compact, tagged: false, asKeys: true, file: null } as const
    return [queue(name, { ...how, key, agent: name, kind: 'nudge' }, because)]
  }
  if (command.state === 'failed') return null
  if (!isOver(situation, command, SEEN_WITHIN_MS)) return []
  const wordKey = `compacted:${name}:${met.atMs}`
  const word = find(situation, wordKey)
  const { team, memory } = situation
  if (!word)
    return [queue(name, draft(team, memory, agent, { key: wordKey, kind: 'nudge', text: GO_ON }), because)]
  return isOver(situation, word, ANSWERS_WITHIN_MS) ? null : []
}

/** Whether it was compacted for an earlier setback, and no answer has come since. */
function isTried({ memory }: Situation, { name, wentOnMs }: Readonly<Member>, key: string): boolean {
  return Object.values(memory.messages).some(
    (one) => one.key.startsWith(`${COMPACT}${name}:`) && one.key !== key && one.queuedMs > wentOnMs,
  )
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
