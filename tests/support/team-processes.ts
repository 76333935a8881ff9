import { readdirSync, readFileSync } from 'node:fs'

/** A process of the team, known by the mark in its environment. */
export interface TeamProcess {
  readonly pid: number
  readonly member: string
  readonly incarnation: number
}

/** Every living process that carries the mark of a team. */
export function processesOf(teamId: string): TeamProcess[] {
  return pids().flatMap((pid) => {
    const [, member, incarnation] = markOf(pid, teamId)?.split('/') ?? []
    return member ? [{ pid, member, incarnation: Number(incarnation) }] : []
  })
}

/** tmux servers whose `-L` name begins so, by their command line; also those that do not answer. */
export function tmuxServersOf(socket: string): number[] {
  return pids().filter((pid) => {
    const words = readProc(pid, 'cmdline')
    return words[0]?.endsWith('tmux') === true && words.some((word) => word.startsWith(socket))
  })
}

/** Parent of a process; 0: it is gone. */
export function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readProc(pid, 'status').join(''))?.[1] ?? 0)
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** What follows the name of the run variable in the environment of a process of a team; null: not of that team. */
function markOf(pid: number, teamId: string): string | null {
  const start = `AGENTS_RUN=${teamId}/`
  const found = readProc(pid, 'environ').find((entry) => entry.startsWith(start))
  return found?.slice('AGENTS_RUN='.length) ?? null
}

/** A file of /proc in its parts; empty when the process is gone or not ours. */
function readProc(pid: number, file: 'cmdline' | 'environ' | 'status'): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1').split('\0')
  } catch {
    return [] // ended meanwhile, or not ours
  }
}

/** Signals a process; one that is gone is fine. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
