import { join } from 'node:path'
import type { RegistryEntry } from '../backends/read-registry.ts'
import { readText, stampOf } from '../system/files.ts'
import type { Folders } from '../system/folders.ts'
import { readProcess } from '../system/process-table.ts'
import { fields, type Row, textOf } from './sources-heads.ts'
import type { Owner } from './sources-place.ts'

/** A file that changed less than this before it was read may change again without a new stamp. */
const STAMP_MS = 2_000

/** One process, as the registry has it. */
export interface ClaudeProcess extends RegistryEntry {
  readonly changedMs: number
  /** Its stamp was old enough at the reading to show every later change. */
  readonly isSure: boolean
  readonly pid: number
  /** Start of that process in clock ticks: a later one with its pid is another. */
  readonly startTicks: number
  readonly session: string
}

/**
 * `<config>/sessions/<pid>.json`, where Claude Code keeps which session each living process is in: it changes with
 * `/clear`, and tells what `--continue` came to. Undocumented; seen on 2.1.329.
 */
export class ClaudeRegistry {
  readonly #folders: Folders
  readonly #path: string
  readonly #entries = new Map<string, ClaudeProcess>()
  /** Leader of the kernel's session of each process: every pane's program leads one. 0: it is gone. */
  readonly #leaders = new Map<string, number>()

  constructor(folders: Folders, config: string) {
    this.#folders = folders
    this.#path = join(config, 'sessions')
  }

  /** The living processes of these agents, the pane's own program (or the oldest below it) first. */
  async processesOf(
    owners: readonly Owner[],
    nowMs: number,
  ): Promise<ReadonlyMap<Owner, readonly ClaudeProcess[]>> {
    const found = new Map<Owner, ClaudeProcess[]>()
    for (const entry of this.#read(nowMs)) {
      const leader = await this.#leader(entry)
      const owner = owners.find(({ program }) => program && isIn(program, entry, leader))
      if (owner) found.set(owner, [...(found.get(owner) ?? []), entry])
    }
    for (const processes of found.values()) processes.sort((a, b) => a.startTicks - b.startTicks)
    return found
  }

  #read(nowMs: number): ClaudeProcess[] {
    const names = this.#folders.names(this.#path).filter((name) => /^\d+\.json$/.test(name))
    for (const name of this.#entries.keys()) if (!names.includes(name)) this.#entries.delete(name)
    return names.flatMap((name) => this.#entry(name, nowMs) ?? [])
  }

  #entry(name: string, nowMs: number): ClaudeProcess | null {
    const path = join(this.#path, name)
    const changedMs = stampOf(path)?.changedMs
    const known = this.#entries.get(name)
    if (changedMs === undefined || (known?.isSure && known.changedMs === changedMs)) return known ?? null
    const entry = entryOf(textIn(path), changedMs, nowMs - changedMs > STAMP_MS)
    // Half written: what was there before still holds, and it is read again at the next look.
    if (entry) this.#entries.set(name, entry)
    return entry ?? known ?? null
  }

  async #leader({ pid, startTicks }: ClaudeProcess): Promise<number> {
    const key = `${pid} ${startTicks}`
    const known = this.#leaders.get(key)
    if (known !== undefined) return known
    const row = await readProcess(pid)
    const leader = row?.startTicks === startTicks ? row.session : 0
    this.#leaders.set(key, leader)
    return leader
  }
}

/** Whether it is the pane's program itself, or a living process below it. */
function isIn(program: { pid: number; startTicks: number }, entry: ClaudeProcess, leader: number): boolean {
  if (program.pid === entry.pid) return program.startTicks === entry.startTicks
  return leader === program.pid
}

function textIn(path: string): string {
  try {
    return readText(path) ?? ''
  } catch {
    return '' // no leave to read it: nothing is known from here
  }
}

function entryOf(text: string, changedMs: number, isSure: boolean): ClaudeProcess | null {
  const row = rowIn(text)
  const [pid, startTicks, session] = [Number(row?.pid), Number(row?.procStart), textOf(row?.sessionId)]
  if (!(pid > 0 && startTicks > 0 && session !== '')) return null
  return {
    ...{ changedMs, isSure, pid, startTicks, session },
    ...{ status: textOf(row?.status), waitingFor: textOf(row?.waitingFor) },
    sinceMs: Number(row?.statusUpdatedAt) || changedMs,
  }
}

function rowIn(text: string): Row | null {
  try {
    return fields(JSON.parse(text))
  } catch {
    return null
  }
}
