import type { Evidence } from '../model/decision.ts'
import { recall } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import { isInFlight, type Message, typedText } from '../model/message.ts'
import type { PaneSeen } from '../model/observation.ts'
import { holdsOurText, proofOf } from '../model/proof.ts'
import type { Agent } from '../model/team.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'

/** How often the submit key is sent for one text; more never helped a CLI that ignored three. */
const SUBMITS = 3
/** A submit key that was taken shows its effect within this time; then it counts as swallowed. */
const SUBMIT_TAKES_MS = 1_500
/** Without any proof by then the delivery has failed, and a person can read why. */
const PROOF_TAKES_MS = 60_000

/** Is a text waiting for an agent that can take it now? At most one text for each pane in a tick. */
export const deliver: Rule = {
  name: 'deliver',
  decide(situation) {
    return situation.team.agents.flatMap((agent) => {
      const mine = messagesFor(situation, agent)
      const flying = mine.find(isInFlight)
      const next = flying ?? mine[0]
      if (!next || isBusyWith(situation, agent)) return []
      const pane = situation.seen.sessions[agent.name]
      if (pane?.kind !== 'here') return []
      return flying ? follow(situation, agent, flying, pane) : type(situation, agent, next, pane)
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
  const member = recall(situation.memory, agent.name)
  const because: Evidence[] = [
    { saw: `${message.kind} #${message.id} is queued`, ageMs: nowMs - message.queuedMs },
    { saw: `screen reads ${pane.screen.state}${pane.screen.composer === '' ? ', input box empty' : ''}` },
  ]
  const action = propose('deliver', agent.name, { do: 'type', message: message.id }, because)
  const obstacle = obstacleTo(agent, member, message, pane)
  return [obstacle ? withhold(action, obstacle) : action]
}

/** What forbids typing into the pane now; null: nothing. */
function obstacleTo(agent: Agent, member: Readonly<Member>, message: Message, pane: PaneSeen): string | null {
  return obstacleOfRun(member, pane) ?? obstacleOfScreen(agent, member, message, pane)
}

function obstacleOfRun(member: Readonly<Member>, pane: PaneSeen): string | null {
  if (member.run !== 'running') return `its program is ${member.run}`
  if (pane.dead) return 'its program is gone'
  if (member.held === 'paused') return 'paused by a person'
  if (member.parked) return `parked: ${member.parked.why}`
  return pane.inMode && pane.attached > 0 ? 'a person scrolls in the pane' : null
}

function obstacleOfScreen(
  agent: Agent,
  member: Readonly<Member>,
  message: Message,
  { screen, input }: PaneSeen,
): string | null {
  if (screen.state === 'dialog') return `a dialog is open: ${screen.detail}`
  if (input === 'blind') return null
  if (screen.composer === null)
    return member.readyMs === null ? 'it is still starting' : 'no input box is seen'
  if (screen.composer !== '') return 'a draft is in its input box'
  if (screen.state === 'working' && input === 'waits') return 'it is working; its CLI would drop its answer'
  const kickoffFirst = message.kind !== 'kickoff' && member.kickedOff === '' && agent.kind === 'loop'
  return kickoffFirst ? 'its kickoff comes first' : null
}

/** What became of a text that was typed or may have been. */
function follow(situation: Situation, agent: Agent, message: Message, pane: PaneSeen): Proposal[] {
  const { nowMs } = situation
  const ageMs = nowMs - message.stateMs
  const because: Evidence[] = [{ saw: `#${message.id} is ${message.state}`, ageMs }]
  const settle = (state: 'accepted' | 'failed' | 'queued', why: string) =>
    propose('deliver', agent.name, { do: 'settle', message: message.id, state, why }, [
      ...because,
      { saw: why },
    ])
  if (message.incarnation !== recall(situation.memory, agent.name).incarnation) {
    return [settle('queued', 'the run it was typed into is over')]
  }
  const proof = proofOf(message, pane.screen, pane.input)
  if (proof) return [settle('accepted', proof)]
  if (holdsOurText(typedText(message), pane.screen.composer))
    return submitAgain(agent, message, pane, ageMs, because, settle)
  if (message.state === 'typing') return [unknownOutcome(message, pane, settle)]
  return ageMs >= PROOF_TAKES_MS ? [settle('failed', 'no sign that it was taken')] : []
}

/** Our own text still sits in the input box: the submit key was swallowed. The text itself is never sent again. */
function submitAgain(
  agent: Agent,
  message: Message,
  pane: PaneSeen,
  ageMs: number,
  because: Evidence[],
  settle: (state: 'failed', why: string) => Proposal,
): Proposal[] {
  if (ageMs < SUBMIT_TAKES_MS) return []
  const evidence = [...because, { saw: 'our text is still in its input box' }]
  const again = propose('deliver', agent.name, { do: 'submit-again', message: message.id }, evidence)
  if (message.submits >= SUBMITS) {
    return [
      settle('failed', `the submit key was sent ${SUBMITS} times; the text still sits in the input box`),
    ]
  }
  if (pane.inMode && pane.attached > 0) return [withhold(again, 'a person scrolls in the pane')]
  return [pane.screen.state === 'dialog' ? withhold(again, `a dialog is open: ${pane.screen.detail}`) : again]
}

/** The watchdog died while typing. Nothing drawn since means nothing was typed; anything else is not repeated. */
function unknownOutcome(
  message: Message,
  pane: PaneSeen,
  settle: (state: 'failed' | 'queued', why: string) => Proposal,
): Proposal {
  // tmux stamps whole seconds, so the second of the intent itself proves nothing.
  const untouched = pane.activityMs < Math.floor(message.stateMs / 1000) * 1000
  return untouched
    ? settle('queued', 'nothing was drawn since the intent, so it was not typed')
    : settle(
        'failed',
        'the watchdog died while typing it and it is not on the screen; it is not repeated blindly',
      )
}
