import { pollUntil } from './poll.ts'
import type { ProcessRow } from './process-row.ts'
import { isAlive, type ProcessIdentity, readBootId, readProcesses } from './process-table.ts'

/** A process tree as noted while it lived, to be ended later. Pids of another boot are strangers. */
export interface RecordedTree {
  readonly bootId: string
  readonly processes: readonly ProcessIdentity[]
}

/**
 * The process and everything below it, parents first; also what only its session still ties to it (its parent died,
 * so init has it now). Zombies are left out. Empty when the process is gone and left nothing, and for 0 and 1: what
 * is below init is the whole machine.
 */
export function treeOf(table: readonly ProcessRow[], root: number): ProcessRow[] {
  if (root <= 1) return []
  const living = table.filter((row) => row.state !== 'Z')
  const children = Map.groupBy(living, (row) => row.ppid)
  const found = new Set(living.filter((row) => row.pid === root))
  for (const row of living) if (row.session === root) found.add(row)
  for (const row of found) for (const child of children.get(row.pid) ?? []) found.add(child)
  return [...found]
}

/** CPU time of a whole tree in clock ticks (1/100 s): it stands still only when nothing in it computes. */
export function treeCpuTicks(tree: readonly ProcessRow[]): number {
  return tree.reduce((sum, row) => sum + row.cpuTicks, 0)
}

export interface Signalled {
  /** Pids that got the signal. */
  readonly signalled: readonly number[]
  /** Pids that live on, but are not ours to signal (EPERM). */
  readonly refused: readonly number[]
}

/** Sends a signal to those of the recorded processes that still live; a pid used again by another gets none. */
export async function signalTree(recorded: RecordedTree, signal: NodeJS.Signals): Promise<Signalled> {
  const living = await survivors(recorded)
  const outcomes = await Promise.all(living.map((identity) => signalProcess(identity, signal)))
  const withOutcome = (wanted: SignalOutcome) =>
    living.filter((_, index) => outcomes[index] === wanted).map(({ pid }) => pid)
  return { signalled: withOutcome('sent'), refused: withOutcome('refused') }
}

export type SignalOutcome = 'sent' | 'gone' | 'refused'

/** Signals one process if it is still the recorded one. Init, groups (0 and below) and we ourselves are refused. */
export async function signalProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
): Promise<SignalOutcome> {
  if (identity.pid <= 1 || isUs(identity)) return 'refused'
  if (!(await isAlive(identity))) return 'gone'
  try {
    return process.kill(identity.pid, signal) ? 'sent' : 'gone'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'refused' : 'gone'
  }
}

/**
 * TERM, then after `graceMs` KILL; each time also for what the survivors have started since they were noted.
 * Resolves with what lives even then (nothing, unless it is not ours to signal).
 */
export async function endTree(
  recorded: RecordedTree,
  { graceMs, killMs = 2_000 }: { graceMs: number; killMs?: number },
): Promise<readonly ProcessIdentity[]> {
  let tree = await withOffspring(recorded)
  const isOver = async () => (await survivors(tree)).length === 0
  await signalTree(tree, 'SIGTERM')
  if (await pollUntil(isOver, { deadlineMs: graceMs })) return []
  tree = await withOffspring(tree)
  await signalTree(tree, 'SIGKILL')
  return (await pollUntil(isOver, { deadlineMs: killMs })) ? [] : survivors(tree)
}

const isUs = ({ pid }: ProcessIdentity) => pid === process.pid

async function withOffspring(recorded: RecordedTree): Promise<RecordedTree> {
  const table = await readProcesses()
  const living = await survivors(recorded)
  const trees = living.map(({ pid }) => treeOf(table, pid))
  // A tree that we stand in is no agent's, whatever the record says: then only what was noted is signalled.
  const all = trees.flatMap((tree, index) => (tree.some(isUs) ? (living[index] ?? []) : tree))
  return { bootId: recorded.bootId, processes: [...new Map(all.map((row) => [row.pid, row])).values()] }
}

/** Those recorded processes that are still the same and still alive. Neither init nor we are ever anyone's. */
export async function survivors(recorded: RecordedTree): Promise<ProcessIdentity[]> {
  if (recorded.bootId !== (await readBootId())) return []
  const ours = recorded.processes.filter((identity) => identity.pid > 1 && !isUs(identity))
  const alive = await Promise.all(ours.map(isAlive))
  return ours.filter((_, index) => alive[index])
}
