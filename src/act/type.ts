import { profileOf } from '../backends/list.ts'
import type { Profile } from '../backends/profile.ts'
import { readScreen } from '../backends/read-screen.ts'
import type { Outcome } from '../model/event.ts'
import type { PaneIdentity } from '../model/identity.ts'
import { isAgent, programOf, recall } from '../model/lookup.ts'
import { type Message, typedText } from '../model/message.ts'
import type { ScreenReading } from '../model/observation.ts'
import { holdsOurText, proofOf } from '../model/proof.ts'
import type { Agent } from '../model/team.ts'
import { patternsOf } from '../system/pattern.ts'
import { pause, pollUntil } from '../system/poll.ts'
import type { Key } from '../system/tmux-type.ts'
import { type Deed, failed, type Hands } from './hands.ts'

/** A CLI that draws a paste at all draws it within this time. */
const DRAW_MS = 1_500
/** A quick proof is looked for this long; a later one is found by the next looks. */
const PROOF_MS = 600
const LOOK_EVERY_MS = 30

/** A pane that a text goes into. */
interface Desk {
  readonly hands: Hands
  readonly agent: Agent
  readonly profile: Profile
  readonly pane: PaneIdentity
  readonly message: Message
}

/**
 * Types one text: look, paste under guard, see it drawn, pause, look again, submit, look for proof. What it reached
 * is told; nothing is typed over a draft, a dialog, a dead program or a person's scrolling.
 */
export async function type(hands: Hands, deed: Deed): Promise<Outcome> {
  const desk = deskOf(hands, deed)
  if (typeof desk === 'string') return refused(desk)
  const before = await look(desk)
  const obstacle = typeof before === 'string' ? before : obstacleTo(desk, before)
  if (obstacle) return refused(obstacle)
  const { pane, message, profile } = desk
  const text = typedText(message)
  const target = { paneId: pane.paneId, panePid: pane.pid }
  // Nobody is attached, so nobody loses a place in the history.
  const pasted = await hands.tmux.paste(pane.server, target, text, { bracketed: true, leaveMode: true })
  if (pasted.kind === 'refused') return refused(`tmux: ${pasted.why}`)
  if (pasted.kind === 'unknown') return { ok: false, text: `tmux gave no answer: ${pasted.detail}` }
  const pastedMs = hands.clock.now().monoMs
  const drawn = await sees(desk, (screen) => holdsOurText(text, screen.composer), DRAW_MS)
  if (!drawn && profile.screen)
    return { ok: false, reached: 'typed', text: 'it was not drawn in the input box in time' }
  const delayMs = desk.agent.backend.submitDelayMs ?? profile.submitDelayMs
  await pause(Math.max(0, delayMs - (hands.clock.now().monoMs - pastedMs)))
  return submit(desk, 'typed')
}

/** Sends only the submit key, for our own text that still sits in the input box. */
export async function submitAgain(hands: Hands, deed: Deed): Promise<Outcome> {
  const desk = deskOf(hands, deed)
  if (typeof desk === 'string') return { ok: false, text: desk }
  return submit(desk, 'submitted')
}

async function submit(desk: Desk, reachedBefore: 'typed' | 'submitted'): Promise<Outcome> {
  const { hands, agent, profile, pane, message } = desk
  const now = await look(desk)
  if (typeof now === 'string') return { ok: false, reached: reachedBefore, text: now }
  const ours = !profile.screen || holdsOurText(typedText(message), now.screen.composer)
  if (!ours) return { ok: false, reached: reachedBefore, text: 'the input box no longer holds just our text' }
  const key = (agent.backend.submitKey ?? profile.submitKey) as Key
  const pressed = await hands.tmux.pressKey(pane.server, { paneId: pane.paneId, panePid: pane.pid }, key)
  if (pressed.kind !== 'typed')
    return { ok: false, reached: reachedBefore, text: `submit key: ${pressed.why}` }
  const sent = { ...message, state: 'submitted' } as const
  const proven = await sees(desk, (screen) => proofOf(sent, screen, profile.input) !== null, PROOF_MS)
  return proven
    ? { ok: true, reached: 'accepted', text: 'seen in the conversation' }
    : { ok: true, reached: 'submitted', text: 'submit key sent' }
}

function deskOf(hands: Hands, { decision, team, memory }: Deed): Desk | string {
  const { action, target } = decision
  const message = 'message' in action ? memory.messages[action.message] : undefined
  const agent = programOf(team, target)
  const { pane } = recall(memory, target)
  if (!message || !agent || !isAgent(agent) || !pane) return 'the agent or its pane is gone'
  return { hands, agent, profile: profileOf(agent), pane, message }
}

interface Sight {
  readonly screen: ScreenReading
  readonly dead: boolean
  readonly inMode: boolean
  readonly attached: number
}

/** The pane as it is now; a text when it cannot be seen or is another's. */
async function look({ hands, agent, profile, pane }: Desk): Promise<Sight | string> {
  const seen = await hands.tmux.lookAtPane(pane.server, pane.paneId)
  if (seen.kind !== 'seen') return `the pane cannot be seen: ${seen.kind}`
  if (seen.row.panePid !== pane.pid) return 'another program is in the pane'
  const lines = [...seen.capture.above, ...seen.capture.screen]
  const screen = readScreen(profile, patternsOf(agent.backend), lines, hands.clock.now().wallMs)
  return { screen, dead: seen.row.dead, inMode: seen.row.inMode, attached: seen.row.attached }
}

function obstacleTo({ profile }: Desk, { screen, dead, inMode, attached }: Sight): string | null {
  if (dead) return 'its program is gone'
  if (inMode && attached > 0) return 'a person scrolls in the pane'
  if (!profile.screen) return null
  if (screen.state === 'dialog') return `a dialog is open: ${screen.detail}`
  if (screen.composer === null) return 'no input box is seen'
  return screen.composer === '' ? null : 'a draft is in its input box'
}

async function sees(
  desk: Desk,
  wanted: (screen: ScreenReading) => boolean,
  deadlineMs: number,
): Promise<boolean> {
  if (!desk.profile.screen) return false
  const check = async () => {
    const seen = await look(desk)
    return typeof seen !== 'string' && wanted(seen.screen)
  }
  return pollUntil(check, { deadlineMs, everyMs: LOOK_EVERY_MS })
}

function refused(text: string): Outcome {
  return { ...failed(text), reached: 'refused' }
}
