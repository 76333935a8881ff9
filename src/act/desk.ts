import { profileOf } from '../backends/list.ts'
import type { Profile } from '../backends/profile.ts'
import { readScreen } from '../backends/read-screen.ts'
import { readTitle } from '../backends/read-title.ts'
import { fuse, screenTestimony } from '../model/fuse.ts'
import type { PaneIdentity } from '../model/identity.ts'
import { isAgent, programOf, recall } from '../model/lookup.ts'
import type { Message } from '../model/message.ts'
import type { PaneSight } from '../model/obstacle.ts'
import type { Agent } from '../model/team.ts'
import { isBareShell } from '../system/bare-shell.ts'
import { patternsOf } from '../system/pattern.ts'
import { pollUntil } from '../system/poll.ts'
import type { Deed, Hands } from './hands.ts'

/** The pane of an agent that runs. */
export interface Place {
  readonly hands: Hands
  readonly agent: Agent
  readonly profile: Profile
  readonly pane: PaneIdentity
}

/** A text, and the pane that it goes into. */
export interface Desk extends Place {
  readonly message: Message
}

/** How often a pane is looked at while something is waited for: a look is one process of about 10 ms. */
const LOOK_EVERY_MS = 30

/** Where the text of a decision goes; null: the agent, its pane or the message is gone. */
export function deskOf(hands: Hands, deed: Deed): Desk | null {
  const { action } = deed.decision
  const message = 'message' in action ? deed.memory.messages[action.message] : undefined
  const place = placeOf(hands, deed)
  return message && place ? { ...place, message } : null
}

/** Where the keys of a decision go; null: the agent or its pane is gone. */
export function placeOf(hands: Hands, { decision: { target }, team, memory }: Deed): Place | null {
  const agent = programOf(team, target)
  const { pane } = recall(memory, target)
  return agent && isAgent(agent) && pane ? { hands, agent, profile: profileOf(agent), pane } : null
}

/** The pane as it is now; a text when it cannot be seen or is another's. */
export async function look({ hands, agent, profile, pane }: Place): Promise<PaneSight | string> {
  const seen = await hands.tmux.lookAtPane(pane.server, pane.paneId)
  if (seen.kind !== 'seen') return `its pane cannot be seen: ${seen.kind}`
  const { row, capture } = seen
  if (row.panePid !== pane.pid) return 'another program is in its pane'
  const lines = [...capture.above, ...capture.screen]
  const { wallMs } = hands.clock.now()
  const screen = readScreen(
    profile,
    { ...patternsOf(agent.backend), onLimit: agent.backend.onLimit },
    lines,
    wallMs,
  )
  const drawnMs = row.activitySec * 1000
  const title = readTitle(profile, row.title, drawnMs)
  return {
    ...{ inMode: row.inMode, inputOff: row.inputOff, attached: row.attached, typed: row.typed },
    ...{ input: profile.input, clears: profile.clearKey !== undefined },
    dead: row.dead ? { status: row.deadStatus, signal: null } : null,
    bareShell: profile.screen !== null && (await isBareShell(row)),
    screen,
    // What hooks and registry said was heard when the text was decided; what is drawn may have changed since.
    state: fuse([...(title ? [title] : []), screenTestimony(screen, drawnMs)], wallMs),
  }
}

/** Looks until the pane is as wanted, at the longest for `deadlineMs`; whether it was. A screen that is not read never is. */
export async function sees(
  desk: Desk,
  wanted: (sight: PaneSight) => boolean,
  deadlineMs: number,
): Promise<boolean> {
  if (!desk.profile.screen) return false
  const check = async () => {
    const sight = await look(desk)
    return typeof sight !== 'string' && wanted(sight)
  }
  return pollUntil(check, { deadlineMs, everyMs: LOOK_EVERY_MS })
}
