import { formOf, refusalOf } from '../backends/consent.ts'
import { asksTheSame, nextKey } from '../model/dialog.ts'
import type { Outcome } from '../model/event.ts'
import { obstacleToAnswer, type PaneSight } from '../model/obstacle.ts'
import { realPath } from '../system/files.ts'
import { pause } from '../system/poll.ts'
import { look, type Place, placeOf } from './desk.ts'
import { type Deed, done, failed, type Hands } from './hands.ts'

/** After a shorter pause Claude Code took the row that was chosen before the key (until 2.1.235). */
const SETTLE_MS = 200

/**
 * Presses one key in a known dialog: looks, makes sure that it is the key that was decided and that agents.toml has
 * consented, presses it under guard, and looks again. A dialog that has changed in the meantime gets no key.
 */
export async function press(hands: Hands, deed: Deed): Promise<Outcome> {
  const { action } = deed.decision
  const place = placeOf(hands, deed)
  if (action.do !== 'press' || !place) return failed('the agent or its pane is gone')
  const before = await look(place)
  if (typeof before === 'string') return noKey(before)
  const obstacle = obstacleToAnswer(before)
  if (obstacle) return noKey(obstacle)
  const { dialog } = before.screen
  if (dialog?.name !== action.dialog || !asksTheSame(before.screen.detail, action.asks))
    return noKey('another screen is there now')
  if (nextKey(dialog) !== action.key || dialog.options[dialog.answer ?? -1] !== action.option)
    return noKey('another row is chosen now')
  const refusal = refusalBy(place, before)
  if (refusal) return failed(refusal)
  const target = { paneId: place.pane.paneId, panePid: place.pane.pid }
  const leaveMode = before.attached === 0
  const pressed = await hands.tmux.pressKey(place.pane.server, target, action.key, { leaveMode })
  if (pressed.kind === 'refused') return noKey(`tmux: ${pressed.why}`)
  // Whether it was pressed shows by its effect.
  if (pressed.kind === 'unknown') return done(`tmux gave no answer: ${pressed.detail}`)
  await pause(SETTLE_MS)
  return done(whatCame(await look(place), action.dialog))
}

/** Nothing is lost: the next look shows what there is. */
function noKey(why: string): Outcome {
  return { ok: false, reached: 'refused', text: `no key: ${why}` }
}

/** Why agents.toml does not allow the answer; null: it does. */
function refusalBy({ agent }: Place, { screen: { dialog } }: PaneSight): string | null {
  const form = dialog && formOf(agent, dialog)
  if (!dialog || !form) return 'its answer is not known'
  return refusalOf(form, dialog, agent, [agent.cwd, realPath(agent.cwd)])
}

/** What the screen shows after a key; the next look decides what follows from it. */
function whatCame(after: PaneSight | string, name: string): string {
  if (typeof after === 'string') return after
  const { dialog } = after.screen
  if (after.dead) return 'its program has ended'
  if (dialog?.name !== name) return 'the dialog is gone'
  return dialog.chosen === null ? 'no row is chosen' : `chosen now: ${dialog.options[dialog.chosen]}`
}
