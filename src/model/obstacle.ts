import { samePane } from './identity.ts'
import type { Member } from './memory.ts'
import type { PaneSeen } from './observation.ts'
import { asks, describeState, works } from './testimony.ts'

/** What of a pane decides whether keys may go there. */
export type PaneSight = Pick<
  PaneSeen,
  | 'dead'
  | 'bareShell'
  | 'inMode'
  | 'attached'
  | 'inputOff'
  | 'input'
  | 'clears'
  | 'typed'
  | 'screen'
  | 'state'
>

/** What forbids any key for a run of a program, whatever its pane shows; null: nothing. */
export function obstacleOfRun(member: Readonly<Member>, seen: PaneSeen): string | null {
  return obstacleOfProgram(member, seen) ?? (member.parked ? `parked: ${member.parked.why}` : null)
}

/** The same, for what is done while a limit lasts. */
export function obstacleOfProgram(member: Readonly<Member>, { pane }: PaneSeen): string | null {
  if (member.run !== 'running') return `its program is ${member.run}`
  if (member.pane && !samePane(member.pane, pane)) return 'another program is in its pane'
  return member.held === 'paused' ? 'paused by a person' : null
}

const DIALOG_OPEN = 'a dialog is open'
const ASKING = [
  DIALOG_OPEN,
  ...(['permission', 'question'] as const).map((says) => describeState({ says, detail: '' })),
]

/** Whether an obstacle was a dialog. A hook knows of one before it is drawn, and for a moment after it is gone. */
export function isDialog(obstacle: string): boolean {
  return ASKING.some((words) => obstacle.startsWith(words))
}

/** What forbids pressing any key in a pane; null: nothing. */
export function obstacleToKeys(pane: PaneSight): string | null {
  const { screen, state } = pane
  const asked = screen.state === 'dialog' ? `${DIALOG_OPEN}: ${screen.detail}` : describeState(state)
  return obstacleToAnswer(pane) ?? (asks(state) ? asked : null)
}

/** The same, for a key that answers the dialog which is open. */
export function obstacleToAnswer({ dead, bareShell, inMode, attached, inputOff }: PaneSight): string | null {
  if (dead) return 'its program is gone'
  if (bareShell) return 'its program is gone, a shell is in its pane'
  if (inMode && attached > 0) return 'a person scrolls in the pane'
  return inputOff ? 'the input of its pane is switched off' : null
}

/**
 * What forbids typing a text into a pane; null: nothing. `ours`: texts of ours that are all that its input box holds. They were
 * told or given up and are known to us: where nobody watches and the CLI's box can be emptied, they make room for the next one.
 */
export function obstacleToText(pane: PaneSight, ours: readonly number[] = []): string | null {
  const { input, screen, state } = pane
  const obstacle = obstacleToKeys(pane)
  if (obstacle || input === 'blind') return obstacle
  if (screen.composer === null) return 'no input box is seen'
  if (screen.composer !== '' && !(ours.length > 0 && mayClear(pane))) return contentOf(pane, ours)
  if (state.says === 'compacting') return 'it compacts its context'
  if (works(state) && input === 'waits') return 'it is working; a text now would be lost, or cost its answer'
  return state.says === 'unknown' && input === 'waits' ? 'whether it works is not known' : null
}

/** Nobody is there who may be about to send it or change it. */
function mayClear({ clears, attached }: PaneSight): boolean {
  return clears && attached === 0
}

function contentOf({ attached }: PaneSight, ours: readonly number[]): string {
  if (ours.length === 0) return 'a draft is in its input box'
  const whose = `${describeTexts(ours)} of ours stands in its input box`
  return attached > 0 ? `${whose}, and a person is there` : whose
}

/** Texts by their numbers: `#3, #4`. */
export function describeTexts(ids: readonly number[]): string {
  return ids.map((id) => `#${id}`).join(', ')
}
