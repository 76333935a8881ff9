import type { ProcessRow } from './process-row.ts'
import { run } from './run.ts'

const PS_ENV = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }
const COLUMNS = ['pid', 'ppid', 'stat', 'time', 'lstart', 'comm'].flatMap((name) => ['-o', `${name}=`])
const DEADLINE_MS = 5_000

/** The process table where there is no /proc: all processes, or the one asked for. An unreadable table is empty. */
export async function readProcessesByPs(pid?: number): Promise<ProcessRow[]> {
  const which = pid === undefined ? ['-A'] : ['-p', String(pid)]
  const { stdout } = await run(['ps', ...which, ...COLUMNS], { env: PS_ENV, deadlineMs: DEADLINE_MS })
  return stdout
    .split('\n')
    .map(parsePsLine)
    .filter((row) => row !== null)
}

/** Names this boot where there is no /proc: the moment of the boot as the kernel keeps it. */
export async function psBootId(): Promise<string> {
  const { stdout } = await run(['sysctl', '-n', 'kern.boottime'], { env: PS_ENV, deadlineMs: DEADLINE_MS })
  return stdout.replace(/\s+/g, ' ').trim()
}

const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+([\d:.-]+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)$/

/** One line of `ps -o pid=,ppid=,stat=,time=,lstart=,comm=` in the C locale and UTC; null when it is none. */
export function parsePsLine(line: string): ProcessRow | null {
  const [, pid, ppid, state = '', time = '', start = '', comm = ''] = PS_LINE.exec(line) ?? []
  if (pid === undefined) return null
  return {
    pid: Number(pid),
    ppid: Number(ppid),
    startTicks: Date.parse(`${start} UTC`) / 1000,
    comm: comm.trim().replace(/^.*\//, ''),
    cpuTicks: Math.round(cpuSeconds(time) * 100),
    session: 0,
    state: state.slice(0, 1),
  }
}

/** `[DD-][HH:]MM:SS[.ff]` as seconds. */
function cpuSeconds(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse()
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400
}
