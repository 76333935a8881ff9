import { HOOK_BYTES, HOOKS_KEPT } from '../backends/hook-profile.ts'
import { hookFolder, hooksOf } from '../backends/hooks.ts'
import { type HookTold, readHook } from '../backends/read-hook.ts'
import { recall } from '../model/lookup.ts'
import type { Member, Memory } from '../model/memory.ts'
import type { Agent, Team } from '../model/team.ts'
import type { Testimony } from '../model/testimony.ts'
import { headText, stampOf } from '../system/files.ts'
import { Folders } from '../system/folders.ts'

/** More events than these are not read one by one: only the newest tell what is now. */
const READ_AT_ONCE = 200
/** Messages of ours that were lately taken. */
const TAKEN_KEPT = 20

/** What the hooks of one run have told so far. */
export interface HooksHeard {
  /** The newest word; null: none yet. */
  readonly testimony: Testimony | null
  /** Ids of messages of ours that its CLI has taken. */
  readonly taken: readonly number[]
}

interface Heard extends HooksHeard {
  readonly incarnation: number
  /** Files that were read; they are removed once what they told is recorded. */
  readonly read: ReadonlySet<string>
}

const SILENT: HooksHeard = { testimony: null, taken: [] }

/** Hears the hooks of every agent's current run. One per watchdog. */
export class HookWatcher {
  readonly #folders = new Folders()
  readonly #heard = new Map<string, Heard>()

  /** Reads what was told since the last look. Never throws; a file that makes no sense says nothing. */
  look(team: Team, memory: Memory, nowMs: number): void {
    for (const agent of team.agents) {
      const member = recall(memory, agent.name)
      if (member.run === 'off' || !hooksOf(agent)) this.#heard.delete(agent.name)
      else this.#heard.set(agent.name, this.#hear(team, agent, member, nowMs))
    }
  }

  /** What an agent's hooks have told in its current run. */
  heard(agent: string): HooksHeard {
    return this.#heard.get(agent) ?? SILENT
  }

  /** Files that were read and may go. */
  read(): string[] {
    return [...this.#heard.values()].flatMap(({ read }) => [...read])
  }

  #hear({ watchdog: { stateDir } }: Team, agent: Agent, member: Readonly<Member>, nowMs: number): Heard {
    const { incarnation } = member
    const known = this.#heard.get(agent.name)
    const before = known?.incarnation === incarnation ? known : recorded(member)
    const folder = hookFolder(stateDir, agent.name, incarnation)
    const files = this.#folders.names(folder).filter((name) => name.endsWith('.json'))
    if (files.length === 0) return before.read.size === 0 ? before : { ...before, read: new Set() }
    const paths = files.map((name) => `${folder}/${name}`)
    const told = inOrder(paths.filter((path) => !before.read.has(path))).flatMap(
      // A clock that was put back since does not make an event the newest for ever.
      ({ path, atMs }) => tell(agent, path, Math.min(atMs, nowMs)) ?? [],
    )
    const taken = [...before.taken, ...told.flatMap((one) => one.taken)].slice(-TAKEN_KEPT)
    const newest = told.at(-1)?.testimony ?? before.testimony
    return { incarnation, read: new Set(paths), taken, testimony: afterFlood(newest, files.length) }
  }
}

/** What the record holds of this run, after a start of the watchdog. */
function recorded(member: Readonly<Member>): Heard {
  return { incarnation: member.incarnation, read: new Set(), taken: [], testimony: recordedWord(member) }
}

/** The newest word of the hooks of a member's current run that the record holds; null: none came yet. */
export function recordedWord({ incarnation, seen }: Readonly<Member>): Testimony | null {
  const pane = seen?.kind === 'here' && seen.incarnation === incarnation ? seen : null
  return pane?.testimonies.find(({ teller }) => teller === 'hook') ?? null
}

/** The newest of them, oldest first. */
function inOrder(paths: readonly string[]): { path: string; atMs: number }[] {
  const stamped = paths.flatMap((path) => {
    const stamp = stampOf(path)
    return stamp ? [{ path, atMs: stamp.changedMs }] : []
  })
  return stamped.sort((a, b) => a.atMs - b.atMs).slice(-READ_AT_ONCE)
}

function tell(agent: Agent, path: string, atMs: number): HookTold | null {
  const hooks = hooksOf(agent)
  return hooks && readHook(hooks, headText(path, HOOK_BYTES), atMs)
}

/** Where the folder was full the newest events were not kept: nothing is known from here. */
function afterFlood(newest: Testimony | null, files: number): Testimony | null {
  return newest && files >= HOOKS_KEPT ? { ...newest, says: null } : newest
}
