import type { Decision } from '../model/decision.ts'
import { recall } from '../model/lookup.ts'
import { withheldKey } from '../model/memory.ts'
import type { Message } from '../model/message.ts'
import type { PaneSeen } from '../model/observation.ts'
import { isDialog, obstacleOfRun, obstacleToKeys } from '../model/obstacle.ts'
import { boxContent, proofOf } from '../model/proof.ts'
import { rests } from '../model/testimony.ts'
import { type Proposal, propose, type Situation, withhold } from './rule.ts'

/** How often the submit key is sent for one text; more never helped a CLI that ignored three. */
const SUBMITS = 3
/** A submit key that was taken shows its effect within this time; then it counts as swallowed. */
const SUBMIT_TAKES_MS = 1_500
/** The same for a program that draws nothing: it may stand still, or have lost the key without a word. */
const KEY_TAKES_MS = 10_000
/** Without any proof by then the delivery has failed, and a person can read why. */
const PROOF_TAKES_MS = 60_000
/** A transcript is written within a second of the telling; an agent that has rested so long has nothing left in a queue. */
const RECORD_TAKES_MS = 5_000
/** Held back for as long as the CLI's own queue may have the text: what happens next is its own move. */
export const IN_ITS_QUEUE = 'its model was not told yet, by its transcript: it may wait in a queue of the CLI'
/** A person may take a text out of the queue and into the box, to change it. */
export const TAKEN_BACK = 'it was taken back into the input box, and a person is there'
/** tmux stamps activity in whole seconds. */
const STAMP_MS = 1_000

/** What became of a text that was typed or may have been: it is settled, submitted again, or waited for. */
export function follow(situation: Situation, message: Message, pane: PaneSeen): Proposal[] {
  const member = recall(situation.memory, message.agent)
  if (message.incarnation !== member.incarnation)
    return [settle(situation, message, 'queued', 'the run it was typed into is over')]
  // Nobody knows what a dead program had taken: the next run gets it anew.
  if (pane.dead || member.run !== 'running') return []
  const sign = proofOf(message, pane.screen, pane.input)
  if (sign) return believe(situation, message, pane, sign)
  switch (boxContent(message, pane.screen)) {
    case 'ours':
      return wasInQueue(situation, message) && pane.attached > 0
        ? [withhold(submitKey(situation, message, 'it was in the queue of the CLI'), TAKEN_BACK)]
        : submitAgain(situation, message, pane)
    case 'beside':
      return [
        withhold(
          submitKey(situation, message, 'its input box holds more than our text'),
          'words of a person stand beside our text',
        ),
      ]
    default:
      return message.state === 'typing'
        ? unknownOutcome(situation, message, pane)
        : waitForProof(situation, message, pane)
  }
}

/**
 * The screen (or a hook) shows that the CLI has it. Where a transcript tells when the model is told, that alone is proof: a run
 * that ends before it takes its queue along. At rest there is no queue, and a transcript that still lacks it is the wrong one.
 */
function believe(situation: Situation, message: Message, pane: PaneSeen, sign: string): Proposal[] {
  if (!pane.tellsTexts || isOrder(message)) return [settle(situation, message, 'accepted', sign)]
  const isMissing = hasRested(situation, message, pane)
  if (isMissing && message.tagged)
    return [settle(situation, message, 'accepted', `${sign}; its transcript does not have it`)]
  // An empty box is what a text leaves behind that somebody deleted, too.
  if (isMissing && situation.nowMs - message.stateMs >= PROOF_TAKES_MS)
    return giveUp(situation, message, `${sign}, but its transcript does not have it`)
  return [withhold(submitKey(situation, message, sign), IN_ITS_QUEUE)]
}

/** Words that a CLI takes as an order to itself (`/compact`) stand in no transcript as they were typed. */
function isOrder({ asKeys, tagged, line }: Message): boolean {
  return asKeys === true || (!tagged && /^[/!#$]/.test(line))
}

/** It had left the input box before, as far as the last look knew. */
function wasInQueue({ memory }: Situation, { agent }: Message): boolean {
  const last = memory.withheld[withheldKey('deliver', agent)]
  return last === IN_ITS_QUEUE || last === TAKEN_BACK
}

function hasRested({ nowMs }: Situation, message: Message, { state }: PaneSeen): boolean {
  if (!rests(state)) return false
  const isQuiet = nowMs - Math.max(message.stateMs, state.sinceMs) >= RECORD_TAKES_MS
  return isQuiet || nowMs - message.stateMs >= PROOF_TAKES_MS
}

/** Our own text still sits in the input box: the submit key was swallowed. The text itself is never sent again. */
function submitAgain(situation: Situation, message: Message, pane: PaneSeen): Proposal[] {
  if (situation.nowMs - message.stateMs < SUBMIT_TAKES_MS) return []
  if (message.submits >= SUBMITS) {
    const why = `the submit key was sent ${SUBMITS} times; the text still sits in the input box`
    return giveUp(situation, message, why)
  }
  const obstacle =
    obstacleOfRun(recall(situation.memory, message.agent), pane) ??
    obstacleToKeys(pane) ??
    obstacleOfSleep(situation, message, pane)
  const again = submitKey(situation, message, 'our text is still in its input box')
  return [obstacle ? withhold(again, obstacle) : again]
}

/** A program that stands still gets all keys at once when it wakes: Qwen Code then submitted one text three times. */
function obstacleOfSleep({ nowMs }: Situation, message: Message, pane: PaneSeen): string | null {
  const isWaiting = message.submits > 0 && nowMs - message.stateMs < KEY_TAKES_MS
  return isWaiting && isStill(message, pane)
    ? 'its program has drawn nothing since the last submit key'
    : null
}

/** It has drawn nothing since a text was typed or a key was sent. */
function isStill(message: Message, { activityMs }: PaneSeen): boolean {
  return activityMs + STAMP_MS <= message.stateMs
}

/** Nobody saw how far it came: the watchdog died, or tmux did not answer. The pane's receipt tells whether it was typed. */
function unknownOutcome(situation: Situation, message: Message, pane: PaneSeen): Proposal[] {
  if (pane.typed !== message.id)
    return [settle(situation, message, 'queued', 'its pane has no receipt of it, so it was not typed')]
  // It was typed and is no longer in the box: whoever sent it on, the same signs prove it.
  const sign = proofOf({ ...message, state: 'submitted' }, pane.screen, pane.input)
  if (sign) return believe(situation, message, pane, sign)
  if (situation.nowMs - message.stateMs < PROOF_TAKES_MS) return []
  return giveUp(
    situation,
    message,
    'it was typed, and nothing on the screen tells what came of it; it is not repeated',
  )
}

/** It is not in the box, and nothing proves that it was taken. */
function waitForProof(situation: Situation, message: Message, pane: PaneSeen): Proposal[] {
  // It may have opened the dialog itself; the input box tells when it is back.
  const obstacle = obstacleToKeys(pane)
  if (obstacle) return [withhold(submitKey(situation, message, 'no input box is seen'), obstacle)]
  if (isDropped(situation, message, pane))
    return [settle(situation, message, 'queued', 'a dialog opened and dropped it before it was submitted')]
  if (message.state === 'typed' && pane.screen.composer === '' && isStill(message, pane)) {
    // It reads the text when it wakes, and whatever is typed until then in one piece with it.
    return [
      withhold(
        submitKey(situation, message, 'its input box does not show it'),
        'its program has drawn nothing since it was typed',
      ),
    ]
  }
  if (situation.nowMs - message.stateMs < PROOF_TAKES_MS) return []
  const why =
    message.state === 'typed'
      ? 'it was typed and not submitted, and is no longer in the input box by itself'
      : 'no sign that it was taken'
  return giveUp(situation, message, why)
}

/**
 * A dialog was up since it was typed, no submit key was sent, and the box came back empty: the dialog dropped the paste.
 * While a person is attached, they may have sent it on.
 */
function isDropped({ memory }: Situation, message: Message, { screen, attached }: PaneSeen): boolean {
  const obstacle = memory.withheld[withheldKey('deliver', message.agent)] ?? ''
  const isUnsent = message.state === 'typed' && message.submits === 0
  return isUnsent && attached === 0 && screen.composer === '' && isDialog(obstacle)
}

/** The text is lost for this run; a person is told. (A lost kickoff is told by its own rule.) */
function giveUp(situation: Situation, message: Message, why: string): Proposal[] {
  const { id, agent, kind, line } = message
  const failed = settle(situation, message, 'failed', why)
  if (kind === 'kickoff' || situation.memory.alarms[`needs-human ${agent}`] !== undefined) return [failed]
  const text = `${agent} did not take ${kind} #${id} ("${line.slice(0, 80)}"): ${why}. Look at it: agents attach ${agent}`
  return [failed, propose('deliver', agent, { do: 'alarm', kind: 'needs-human', text }, failed.because)]
}

function submitKey({ nowMs }: Situation, message: Message, saw: string): Decision {
  return propose('deliver', message.agent, { do: 'submit-again', message: message.id }, [
    { saw: `#${message.id} is ${message.state}`, ageMs: nowMs - message.stateMs },
    { saw },
  ])
}

/** What became of a text, for the record. */
export function settle(
  { nowMs }: Situation,
  message: Message,
  state: 'accepted' | 'failed' | 'queued',
  why: string,
): Decision {
  return propose('deliver', message.agent, { do: 'settle', message: message.id, state, why }, [
    { saw: `#${message.id} is ${message.state}`, ageMs: nowMs - message.stateMs },
    { saw: why },
  ])
}
