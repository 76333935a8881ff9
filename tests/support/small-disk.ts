import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A folder that is a file system of its own, and can be filled or made read-only. Needs the right to mount. */
export class SmallDisk {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Mounts one at a folder; the reason when this machine does not let us. */
  static mount(folder: string, size = '2m'): SmallDisk | string {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    try {
      const options = `size=${size},mode=700,uid=${process.getuid?.()}`
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' })
      return new SmallDisk(folder)
    } catch (error) {
      return `no tmpfs may be mounted here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`
    }
  }

  makeReadOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.folder])
  }

  /** Writes until there is no room left, neither for new blocks nor in the last block of a file that is there. */
  fill(there: string): void {
    fillBehind(join(this.folder, 'filler'))
    fillBehind(join(this.folder, there))
  }

  makeRoom(): void {
    rmSync(join(this.folder, 'filler'))
  }

  /** Takes it away, even while files on it are open. */
  unmount(): void {
    execFileSync('umount', ['-l', this.folder])
  }
}

function fillBehind(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (const block of [65_536, 4_096, 1]) while (writes(file, Buffer.alloc(block, '\n')));
  } finally {
    closeSync(file)
  }
}

function writes(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}
