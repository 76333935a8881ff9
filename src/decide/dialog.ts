import type { Evidence } from '../model/decision.ts'
import { asksTheSame, type DialogSeen, nextKey, waitsOn } from '../model/dialog.ts'
import { recall } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { PaneSeen } from '../model/observation.ts'
import { obstacleOfProgram, obstacleToAnswer } from '../model/obstacle.ts'
import type { Agent } from '../model/team.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'

/** A dialog that stands this long is not going away by itself. */
const DIALOG_STANDS_MS = 60_000
/** The longest known list has seven rows; what takes twice as many keys does not listen. */
const PRESSES = 14
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
      const member = recall(situation.memory, agent.name)
      const why = reasonForPerson(agent, member, pane.screen.dialog)
      return why === null ? answer(situation, agent, pane) : tellPerson(situation, agent, pane, why)
    })
  },
}

/** Whether a dialog is being answered, so that the next look comes soon. */
export function isAnswering({ memory, seen }: Situation, agent: Agent): boolean {
  const member = recall(memory, agent.name)
  const pane = seen.sessions[agent.name]
  return (
    member.dialog !== null &&
    pane?.kind === 'here' &&
    reasonForPerson(agent, member, pane.screen.dialog) === null
  )
}

/** Why a dialog is a person's to answer; null: its answer is known. */
function reasonForPerson(
  { backend, watch }: Agent,
  member: Readonly<Member>,
  dialog: DialogSeen | null,
): string | null {
  if (!dialog || nextKey(dialog) === null) return ''
  if (!backend.answerDialogs) return 'answer_dialogs = false'
  if (watch === 'none') return 'watch = "none"'
  const { failed = '', presses = 0 } = member.dialog?.name === dialog.name ? member.dialog : {}
  if (failed !== '') return failed
  return presses < PRESSES ? null : `${presses} keys did not answer it`
}

function answer(situation: Situation, agent: Agent, pane: PaneSeen): Proposal[] {
  const { dialog, detail } = pane.screen
  const key = dialog && nextKey(dialog)
  const option = dialog?.options[dialog.answer ?? -1]
  // Its last key is on its way.
  const isBusy = Object.values(situation.memory.open).some(({ target }) => target === agent.name)
  if (!dialog || !key || option === undefined || isBusy) return []
  const because: Evidence[] = [
    { saw: `dialog: ${detail}` },
    { saw: `chosen: ${dialog.options[dialog.chosen ?? -1]}; known to be right: ${option}` },
  ]
  const step = propose('dialog', agent.name, { do: 'press', key, dialog: dialog.name, option }, because)
  const obstacle =
    (situation.team.watchdog.heal === 'observe' ? 'heal = "observe"' : null) ??
    obstacleOfProgram(recall(situation.memory, agent.name), pane) ??
    obstacleToAnswer(pane) ??
    obstacleOfPerson(situation, pane)
  return [obstacle ? withhold(step, obstacle) : step]
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
