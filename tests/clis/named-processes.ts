import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process that has to do with a folder, and its command line. */
export interface Named {
  readonly pid: number
  readonly command: string
}

/**
 * Every living process whose command line, environment, working folder or program names one of the folders. Another
 * way to find what belongs to a team than the mark that the product goes by.
 */
export function processesThatName(folders: readonly string[]): Named[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => {
      const command = file(pid, 'cmdline').replaceAll('\0', ' ').trim()
      const told = [command, file(pid, 'environ'), link(pid, 'cwd'), link(pid, 'exe')].join('\n')
      return folders.some((folder) => told.includes(folder)) ? [{ pid, command }] : []
    })
}

function file(pid: number, name: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1')
  } catch {
    return '' // ended meanwhile, or not ours
  }
}

function link(pid: number, name: 'cwd' | 'exe'): string {
  try {
    return readlinkSync(`/proc/${pid}/${name}`)
  } catch {
    return '' // ended meanwhile, or not ours
  }
}
