import { describeDialog } from './dialog.ts'
import type { PaneSeen } from './observation.ts'

/** What an agent that asks waits on, for people: `permission: …`, `a dialog: …`. The screen's own words come first. */
export function waitsOn({ screen, state }: Pick<PaneSeen, 'screen' | 'state'>): string {
  if (screen.state === 'dialog') return describeDialog(screen.dialog, screen.detail)
  const what = state.says === 'permission' ? 'permission' : 'a dialog'
  return state.detail === '' ? what : `${what}: ${state.detail}`
}
