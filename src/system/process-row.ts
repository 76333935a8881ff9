/** One process, as far as a watchdog cares. */
export interface ProcessRow {
  readonly pid: number
  readonly ppid: number
  /** With the pid its identity: clock ticks from boot to its start (Linux), seconds since 1970 elsewhere. */
  readonly startTicks: number
  /** The program's name, at most 15 bytes on Linux. */
  readonly comm: string
  /** User and system time of it and of its children that ended, in clock ticks (1/100 s). Never falls. */
  readonly cpuTicks: number
  /** Pid of the session's leader: every pane's program leads one. 0 where the system does not tell. */
  readonly session: number
  /** One letter: R running, S sleeping, T stopped, Z ended but not reaped. */
  readonly state: string
}

/**
 * One line of /proc/PID/stat, fields as proc(5) numbers them; null when it is none. The name stands in parentheses
 * and may hold blanks and parentheses itself, so the fields are counted from the last one.
 */
export function parseStat(line: string): ProcessRow | null {
  const open = line.indexOf('(')
  const close = line.lastIndexOf(')')
  if (open < 0 || close < open) return null
  const rest = line.slice(close + 2).split(' ')
  const field = (number: number) => Number(rest[number - 3])
  const row = {
    pid: Number(line.slice(0, open)),
    ppid: field(4),
    startTicks: field(22),
    comm: line.slice(open + 1, close),
    cpuTicks: field(14) + field(15) + field(16) + field(17),
    session: field(6),
    state: rest[0] ?? '',
  }
  return Number.isFinite(row.pid + row.ppid + row.startTicks + row.cpuTicks + row.session) ? row : null
}
