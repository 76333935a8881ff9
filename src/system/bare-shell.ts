import { readProcesses } from './process-table.ts'
import { treeOf } from './process-tree.ts'
import type { PaneRow } from './tmux-rows.ts'

/** Programs that would run a text as commands. A login shell has a dash before its name. */
const SHELLS = new Set([
  'sh',
  'bash',
  'dash',
  'ash',
  'zsh',
  'ksh',
  'mksh',
  'fish',
  'csh',
  'tcsh',
  'nu',
  'pwsh',
])

/**
 * Whether nothing but shells is left in a pane: the program that ran there is gone, and a text would be run. A shell
 * that waits for a program (a wrapper without `exec`) is in the foreground as well, so the processes below it decide;
 * they are read only when tmux names a shell.
 */
export async function isBareShell({ command, panePid, dead }: PaneRow): Promise<boolean> {
  if (dead || !isShell(command)) return false
  return treeOf(await readProcesses(), panePid).every(({ comm }) => isShell(comm))
}

function isShell(name: string): boolean {
  return SHELLS.has(name.replace(/^-/, ''))
}
