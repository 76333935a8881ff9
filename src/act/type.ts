import type { Outcome } from '../model/event.ts'
import { typedText } from '../model/message.ts'
import { obstacleToKeys, obstacleToText, type PaneSight } from '../model/obstacle.ts'
import { oursInBox } from '../model/own-box.ts'
import { boxContent, proofOf } from '../model/proof.ts'
import { pause } from '../system/poll.ts'
import type { Key, Typed } from '../system/tmux-type.ts'
import { type Desk, deskOf, look, sees } from './desk.ts'
import type { Deed, Hands } from './hands.ts'

/** A CLI that draws a paste at all draws it within this time. */
const DRAW_MS = 1_500
/** A quick proof is looked for this long; a later one is found by the next looks. */
const PROOF_MS = 600

const GONE = 'the agent, its pane or the message is gone'

/**
 * Types one text: look, paste under guard, see it drawn and give the CLI its pause, submit. What it reached is told.
 * Nothing is typed over a draft, a dialog, a dead program, a shell or a person's scrolling.
 */
export async function type(hands: Hands, deed: Deed): Promise<Outcome> {
  const desk = deskOf(hands, deed)
  if (!desk) return stopped('refused', GONE)
  const before = await look(desk)
  if (typeof before === 'string') return stopped('refused', before)
  const ours = oursInBox(Object.values(deed.memory.messages), desk.agent.name, before)
  const obstacle = obstacleToText(before, ours) ?? (ours.length > 0 ? await clear(desk, before) : null)
  if (obstacle) return stopped('refused', obstacle)
  const pasted = await paste(desk, before)
  if (pasted.kind === 'refused') return stopped('refused', `tmux: ${pasted.why}`)
  // No stage is claimed: whether the text is there shows at the next look.
  if (pasted.kind === 'unknown') return { ok: false, text: `tmux gave no answer: ${pasted.detail}` }
  const [isDrawn] = await Promise.all([seesOurText(desk), pause(submitDelayMs(desk))])
  if (!isDrawn) return stopped('typed', 'its input box did not show the text in time')
  return submit(desk, 'typed')
}

/** Empties an input box that holds texts of ours alone; why that did not work, or null. */
async function clear(desk: Desk, sight: PaneSight): Promise<string | null> {
  const { hands, profile, pane } = desk
  if (!profile.clearKey) return 'no key is known that empties its input box'
  const composer = sight.screen.composer ?? ''
  const options = { leaveMode: true, beside: markIn(composer), times: CLEARS_PER_ROW * rowsOf(composer) }
  const target = { paneId: pane.paneId, panePid: pane.pid }
  const pressed = await hands.tmux.pressKey(pane.server, target, profile.clearKey, options)
  if (pressed.kind !== 'typed') return `a text of ours in its input box could not be deleted: ${pressed.why}`
  const isEmpty = await sees(desk, ({ screen }) => screen.composer === '', DRAW_MS)
  return isEmpty ? null : 'a text of ours in its input box could not be deleted'
}

/** One press deletes a row, a second one its break. */
const CLEARS_PER_ROW = 2
/** No box is narrower for its own text. */
const LEAST_COLUMNS = 40

function rowsOf(composer: string): number {
  return composer.split('\n').length + Math.ceil(composer.length / LEAST_COLUMNS)
}

/** Sends only the submit key, for our own text that still sits in the input box. */
export async function submitAgain(hands: Hands, deed: Deed): Promise<Outcome> {
  const desk = deskOf(hands, deed)
  if (!desk) return { ok: false, text: GONE }
  return submit(desk, desk.message.state === 'submitted' ? 'submitted' : 'typed')
}

/** Looks once more, presses the submit key, and looks for proof. `before`: how far the text had come. */
async function submit(desk: Desk, before: 'typed' | 'submitted'): Promise<Outcome> {
  const now = await look(desk)
  if (typeof now === 'string') return stopped(before, now)
  const obstacle = obstacleToSubmit(desk, now)
  if (obstacle) return stopped(before, obstacle)
  const pressed = await pressSubmitKey(desk, now)
  if (pressed.kind === 'refused') return stopped(before, `submit key: ${pressed.why}`)
  // It may have been sent: only the next looks can tell.
  if (pressed.kind === 'unknown') return stopped('submitted', `submit key: ${pressed.why}`)
  if (!(await seesProof(desk))) return { ok: true, reached: 'submitted', text: 'submit key sent' }
  const reached = isProvenByScreen(desk) ? 'accepted' : 'submitted'
  return { ok: true, reached, text: 'seen in the conversation' }
}

/** A transcript that has what the model was told knows better than a screen that shows the CLI's own queue alike. */
function isProvenByScreen({ profile, message }: Desk): boolean {
  return profile.tellsTexts !== true || message.asKeys === true
}

/** What forbids the submit key: it would send whatever is in the box, so that must be our text alone. */
function obstacleToSubmit({ profile, message }: Desk, sight: PaneSight): string | null {
  const obstacle = obstacleToKeys(sight)
  if (obstacle || !profile.screen) return obstacle
  return boxContent(message, sight.screen) === 'ours' ? null : 'the input box does not hold just our text'
}

function paste({ hands, pane, message }: Desk, sight: PaneSight): Promise<Typed> {
  const target = { paneId: pane.paneId, panePid: pane.pid }
  const options = { bracketed: !message.asKeys, leaveMode: nobodyLooks(sight), receipt: message.id }
  return hands.tmux.paste(pane.server, target, typedText(message), options)
}

function pressSubmitKey({ hands, agent, profile, pane }: Desk, sight: PaneSight): Promise<Typed> {
  const target = { paneId: pane.paneId, panePid: pane.pid }
  const key = (agent.backend.submitKey ?? profile.submitKey) as Key
  const options = { leaveMode: nobodyLooks(sight), beside: markIn(sight.screen.composer ?? '') }
  return hands.tmux.pressKey(pane.server, target, key, options)
}

/** So much of a row is looked for; a few characters could stand anywhere. */
const MARK_LENGTHS = { least: 6, most: 60 }

/**
 * The end of our text as it stands in one row of the input box, by which tmux can tell that the box is still there: a
 * dialog takes its place. '': there is too little of it that tmux is sure to draw as it is.
 */
function markIn(composer: string): string {
  const runs = composer.match(/[\x20-\x7e]+/g) ?? []
  const last = runs.findLast((run) => run.trim().length >= MARK_LENGTHS.least) ?? ''
  return last.trim().slice(-MARK_LENGTHS.most)
}

/** Nobody is attached, so nobody loses a place in the history. */
function nobodyLooks({ attached }: PaneSight): boolean {
  return attached === 0
}

async function seesOurText(desk: Desk): Promise<boolean> {
  // A program whose screen is not read can show nothing.
  if (!desk.profile.screen) return true
  return sees(desk, ({ screen }) => boxContent(desk.message, screen) === 'ours', DRAW_MS)
}

function seesProof(desk: Desk): Promise<boolean> {
  const sent = { ...desk.message, state: 'submitted' } as const
  return sees(desk, ({ screen, input }) => proofOf(sent, screen, input) !== null, PROOF_MS)
}

function submitDelayMs({ agent, profile }: Desk): number {
  return agent.backend.submitDelayMs ?? profile.submitDelayMs
}

function stopped(reached: 'refused' | 'typed' | 'submitted', text: string): Outcome {
  return { ok: false, reached, text }
}
