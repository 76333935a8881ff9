import type { Evidence } from '../model/decision.ts'
import {
  asksTheSame,
  type DialogMemory,
  type DialogSeen,
  isInFlight,
  isSameDialog,
  nextKey,
  waitsOn,
} from '../model/dialog.ts'
import { recall } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { PaneSeen, ScreenReading } from '../model/observation.ts'
import { obstacleOfProgram, obstacleToAnswer } from '../model/obstacle.ts'
import type { Agent } from '../model/team.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'

/** A dialog that stands this long is not going away by itself. */
const DIALOG_STANDS_MS = 60_000
/** The longest known list has seven rows; what takes twice as many keys does not listen. */
const PRESSES = 14
/** A key that has no effect by then is lost; a second one could take what comes next. */
const KEY_TAKES_MS = 20_000
/** The first key waits until the pane has drawn nothing for so long (tmux stamps whole seconds), … */
const QUIET_MS = 1_500
/** … unless it draws all the time. */
const DRAWS_FOR_MS = 10_000
/** A person who is attached and has moved nothing for so long is not answering it. */
const PERSON_TAKES_MS = 30_000

/**
 * Is a dialog open? One whose right answer is known is answered, one key at a time; any other is told to a person once,
 * and nothing is ever typed into it.
 */
export const dialog: Rule = {
  name: 'dialog',
  decide(situation) {
    return situation.team.agents.flatMap((agent) => {
      const pane = situation.seen.sessions[agent.name]
      if (pane?.kind !== 'here' || pane.dead || pane.screen.state !== 'dialog') return []
      const why = reasonForPerson(situation, agent, pane)
      return why === null ? answer(situation, agent, pane) : tellPerson(situation, agent, pane, why)
    })
  },
}

/** Whether a dialog is being answered, so that the next look comes soon. */
export function isAnswering(situation: Situation, agent: Agent): boolean {
  const pane = situation.seen.sessions[agent.name]
  if (pane?.kind !== 'here' || pane.dead || pane.screen.state !== 'dialog') return false
  return reasonForPerson(situation, agent, pane) === null && obstacleTo(situation, agent, pane) === null
}

/** Why a dialog is a person's to answer; null: its answer is known. */
function reasonForPerson({ memory, nowMs }: Situation, agent: Agent, { screen }: PaneSeen): string | null {
  if (!screen.dialog || nextKey(screen.dialog) === null) return ''
  if (!agent.backend.answerDialogs) return 'answer_dialogs = false'
  if (agent.watch === 'none') return 'watch = "none"'
  const last = lastKey(recall(memory, agent.name), screen)
  if (!last) return null
  if (last.came === 'refused') return last.why
  if (last.presses >= PRESSES) return `${last.presses} keys did not answer it`
  const isLost = isInFlight(last, screen.dialog) && nowMs - last.atMs > KEY_TAKES_MS
  return isLost ? `${last.key} had no effect` : null
}

/** The last key that was pressed in the dialog which stands now; null: none yet. */
function lastKey({ dialog: last }: Readonly<Member>, { dialog, detail }: ScreenReading): DialogMemory | null {
  return last && dialog && isSameDialog(last, dialog, detail) ? last : null
}

function answer(situation: Situation, agent: Agent, pane: PaneSeen): Proposal[] {
  const { dialog, detail } = pane.screen
  const key = dialog && nextKey(dialog)
  const option = dialog?.options[dialog.answer ?? -1]
  if (!dialog || !key || option === undefined || isTooSoon(situation, agent, pane, dialog)) return []
  const because: Evidence[] = [
    { saw: `dialog: ${detail}` },
    { saw: `chosen: ${dialog.options[dialog.chosen ?? -1]}; known to be right: ${option}` },
  ]
  const action = { do: 'press', key, dialog: dialog.name, asks: detail, from: dialog.chosen, option } as const
  const step = propose('dialog', agent.name, action, because)
  const obstacle = obstacleTo(situation, agent, pane)
  return [obstacle ? withhold(step, obstacle) : step]
}

/** The key before this one may still be on its way, or the dialog has only just been drawn and would swallow it. */
function isTooSoon(
  { memory, nowMs }: Situation,
  { name }: Agent,
  pane: PaneSeen,
  dialog: DialogSeen,
): boolean {
  if (Object.values(memory.open).some(({ target }) => target === name)) return true
  const member = recall(memory, name)
  const last = lastKey(member, pane.screen)
  if (last) return isInFlight(last, dialog)
  const hasStood = member.verdict.name === 'waiting' && nowMs - member.verdictSinceMs > DRAWS_FOR_MS
  return nowMs - pane.activityMs < QUIET_MS && !hasStood
}

function obstacleTo(situation: Situation, agent: Agent, pane: PaneSeen): string | null {
  return (
    (situation.team.watchdog.heal === 'observe' ? 'heal = "observe"' : null) ??
    obstacleOfProgram(recall(situation.memory, agent.name), pane) ??
    obstacleToAnswer(pane) ??
    obstacleOfPerson(situation, pane)
  )
}

function obstacleOfPerson({ nowMs }: Situation, { attached, activityMs }: PaneSeen): string | null {
  return attached > 0 && nowMs - activityMs < PERSON_TAKES_MS
    ? 'a person is attached and may be answering it'
    : null
}

function tellPerson(situation: Situation, agent: Agent, pane: PaneSeen, why: string): Proposal[] {
  const { nowMs, memory } = situation
  const { name } = agent
  const { dialog, detail } = pane.screen
  const { toldDialog, verdict, verdictSinceMs } = recall(memory, name)
  const asks = waitsOn(dialog, detail)
  const sinceMs = nowMs - verdictSinceMs
  if (verdict.name !== 'waiting' || sinceMs < DIALOG_STANDS_MS || asksTheSame(toldDialog, asks)) return []
  const reason = why === '' ? '' : ` (not answered: ${why})`
  const text = `${name} waits on ${asks}${reason}; answer it: agents attach ${name}`
  const because = [{ saw: `dialog: ${detail}`, ageMs: sinceMs }]
  return [propose('dialog', name, { do: 'alarm', kind: 'needs-human', text, asks }, because)]
}
