/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** Kernel start time in clock ticks since boot (field 22 of /proc/PID/stat). */
  readonly startTicks: number
}

/** A pane that cannot be mistaken for another: numbers are used again after a restart of server or machine. */
export interface PaneIdentity extends ProcessIdentity {
  /** `-L` name of the tmux server. */
  readonly server: string
  readonly serverPid: number
  readonly serverStartTicks: number
  readonly session: string
  /** tmux pane id, like `%12`. */
  readonly paneId: string
  readonly bootId: string
}

/** Whether two sightings are of one and the same pane and program. */
export function samePane(a: PaneIdentity, b: PaneIdentity): boolean {
  return (
    a.pid === b.pid &&
    a.startTicks === b.startTicks &&
    a.paneId === b.paneId &&
    a.serverPid === b.serverPid &&
    a.bootId === b.bootId
  )
}
