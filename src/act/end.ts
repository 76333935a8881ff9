import { RUN_VARIABLE, runMark } from '../backends/launch.ts'
import type { Outcome } from '../model/event.ts'
import type { ProcessIdentity } from '../model/identity.ts'
import { recall } from '../model/lookup.ts'
import { counted } from '../model/time.ts'
import { findMarked, findMarkedFrom } from '../system/process-marks.ts'
import { readProcesses } from '../system/process-table.ts'
import { endTree, treeOf } from '../system/process-tree.ts'
import { type Deed, failed, type Hands } from './hands.ts'

/** What does not end by itself within this time after SIGTERM is killed. */
const GRACE_MS = 5_000

/** Ends one run: every process that belongs to it, then its session. Only what is provably of that run is touched. */
export async function end({ tmux, clock }: Hands, { decision, memory, teamId }: Deed): Promise<Outcome> {
  const member = recall(memory, decision.target)
  const { pane } = member
  if (!pane) return { ok: true, text: 'nothing ran' }
  const mark = runMark(teamId, member.name, member.incarnation)
  const { bootId } = clock.now()
  if (pane.bootId !== bootId) return { ok: true, text: 'the machine was started anew since' }
  const tree = await processesOf(pane, mark)
  await endTree({ bootId, processes: tree }, { graceMs: GRACE_MS })
  // Whatever was started meanwhile, or hid from the tree, still carries the mark.
  const late = await findMarked(RUN_VARIABLE, mark)
  const left = await endTree({ bootId, processes: late }, { graceMs: 0 })
  const session = await tmux.endSession(pane.server, pane.session, teamId)
  const all = [...tree, ...late]
  if (left.length > 0)
    return { ok: false, text: `still running: pid ${left.map((one) => one.pid).join(', ')}`, tree: all }
  if (session.kind === 'unknown')
    return failed(`tmux gave no answer about ${pane.session}: ${session.detail}`)
  return { ok: true, text: `ended ${counted(all.length, 'process', 'processes')}`, tree: all }
}

/** Ends what runs before that of `mark` left behind, so that there is one of a member at every moment; what would not end. */
export async function endEarlierRuns(
  { clock }: Pick<Hands, 'clock'>,
  mark: string,
): Promise<readonly ProcessIdentity[]> {
  const member = mark.slice(0, mark.lastIndexOf('/') + 1)
  const processes = await findMarkedFrom(RUN_VARIABLE, member, mark)
  if (processes.length === 0) return []
  return endTree({ bootId: clock.now().bootId, processes }, { graceMs: GRACE_MS })
}

/** Ends what is left of any run of a team, also of those that died by themselves; what would not end. */
export async function endAllRuns(
  { clock }: Pick<Hands, 'clock'>,
  teamId: string,
): Promise<readonly ProcessIdentity[]> {
  const processes = await findRunsOf(teamId)
  if (processes.length === 0) return []
  return endTree({ bootId: clock.now().bootId, processes }, { graceMs: GRACE_MS })
}

/** Every living process of any run of a team. */
export function findRunsOf(teamId: string): Promise<ProcessIdentity[]> {
  return findMarkedFrom(RUN_VARIABLE, `${teamId}/`)
}

async function processesOf(pane: ProcessIdentity, mark: string): Promise<ProcessIdentity[]> {
  const table = await readProcesses()
  const root = table.find((row) => row.pid === pane.pid && row.startTicks === pane.startTicks)
  const below = root ? treeOf(table, root.pid).map(({ pid, startTicks }) => ({ pid, startTicks })) : []
  const marked = await findMarked(RUN_VARIABLE, mark)
  return [...new Map([...below, ...marked].map((one) => [one.pid, one])).values()]
}
