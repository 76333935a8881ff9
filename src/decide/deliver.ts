import type { Evidence } from '../model/decision.ts'
import { recall } from '../model/lookup.ts'
import type { Member, Memory } from '../model/memory.ts'
import { isInFlight, type Message, typedText } from '../model/message.ts'
import type { PaneSeen } from '../model/observation.ts'
import { describeTexts, obstacleOfRun, obstacleToKeys, obstacleToText } from '../model/obstacle.ts'
import { oursInBox } from '../model/own-box.ts'
import { isInvisible } from '../model/proof.ts'
import type { Agent, Team } from '../model/team.ts'
import { follow, settle } from './follow.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'
import { kickoffSources } from './text.ts'

/** A text that was refused at its pane is not tried again sooner, so that a lasting obstacle does not fill the record. */
const REFUSED_FOR_MS = 2_000

/** A CLI that throws its answer away when typed to may stream without its busy line; then it draws all the time. */
const STREAMS_WITHIN_MS = 3_000

const TOLD = 'its transcript has it as a text that the model was told'

/** Is a text waiting for an agent that can take it now? At most one text for each pane in a tick. */
export const deliver: Rule = {
  name: 'deliver',
  decide(situation) {
    return situation.team.agents.flatMap((agent) => {
      const mine = messagesFor(situation, agent)
      const told = mine.filter(({ toldMs }) => toldMs !== undefined)
      // Whatever became of its run and its pane.
      if (told.length > 0) return told.map((one) => settle(situation, one, 'accepted', TOLD))
      const flying = mine.find(isInFlight)
      const next = flying ?? mine[0]
      if (!next || isBusyWith(situation, agent)) return []
      const pane = situation.seen.sessions[agent.name]
      if (pane?.kind !== 'here') return []
      return flying ? follow(situation, flying, pane) : type(situation, agent, next, pane)
    })
  },
}

/** Unsettled texts for an agent: its kickoff first, then in the order in which they were queued. */
function messagesFor({ memory }: Situation, agent: Agent): Message[] {
  const mine = Object.values(memory.messages).filter(
    (one) => one.agent === agent.name && (one.state === 'queued' || isInFlight(one)),
  )
  return mine.sort((a, b) => Number(b.kind === 'kickoff') - Number(a.kind === 'kickoff') || a.id - b.id)
}

/** Whether a deed for the agent is under way, so that the next look knows more. */
function isBusyWith({ memory }: Situation, agent: Agent): boolean {
  return Object.values(memory.open).some((open) => open.target === agent.name)
}

function type(situation: Situation, agent: Agent, message: Message, pane: PaneSeen): Proposal[] {
  const { nowMs } = situation
  const ours = oursInBox(Object.values(situation.memory.messages), agent.name, pane)
  const because: Evidence[] = [
    { saw: `${message.kind} #${message.id} is queued`, ageMs: nowMs - message.queuedMs },
    { saw: `it reads ${pane.state.says}${pane.screen.composer === '' ? ', input box empty' : ''}` },
    ...(ours.length > 0 ? [{ saw: `its input box holds just ${describeTexts(ours)} of ours` }] : []),
  ]
  if (isInvisible(typedText(message))) {
    const why = 'it holds nothing that could be seen in an input box'
    const settle = { do: 'settle', message: message.id, state: 'failed', why } as const
    return [propose('deliver', agent.name, settle, because)]
  }
  const action = propose('deliver', agent.name, { do: 'type', message: message.id }, because)
  const obstacle = obstacleTo(situation, agent, message, pane) ?? obstacleOfStream(pane, nowMs)
  return [obstacle ? withhold(action, obstacle) : action]
}

/** What forbids typing into the pane now; null: nothing. */
function obstacleTo(
  { team, memory, nowMs }: Situation,
  agent: Agent,
  message: Message,
  pane: PaneSeen,
): string | null {
  const member = recall(memory, agent.name)
  const obstacle = obstacleOfRun(member, pane) ?? obstacleOfStart(member, pane)
  if (obstacle) return obstacle
  if (message.kind !== 'kickoff' && lacksKickoff(team, memory, agent)) return 'its kickoff comes first'
  const isRefused = message.why !== '' && nowMs - message.stateMs < REFUSED_FOR_MS
  const ours = oursInBox(Object.values(memory.messages), agent.name, pane)
  return isRefused ? `refused a moment ago: ${message.why}` : obstacleToText(pane, ours)
}

function obstacleOfStream({ input, activityMs }: PaneSeen, nowMs: number): string | null {
  const streams = input === 'waits' && nowMs - activityMs < STREAMS_WITHIN_MS
  return streams
    ? 'it drew a moment ago and may be at work; a text now could be lost, or cost its answer'
    : null
}

function obstacleOfStart({ readyMs }: Readonly<Member>, pane: PaneSeen): string | null {
  const isStarting = pane.input !== 'blind' && pane.screen.composer === null && readyMs === null
  return isStarting && !obstacleToKeys(pane) ? 'it is still starting' : null
}

/** A loop agent is told its role first, if its config has anything to tell. */
function lacksKickoff(team: Team, memory: Memory, agent: Agent): boolean {
  const isUntold = agent.kind === 'loop' && recall(memory, agent.name).kickedOff === ''
  return isUntold && kickoffSources(team, memory, agent).length > 0
}
