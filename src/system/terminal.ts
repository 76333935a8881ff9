import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** What became of a program that had the person's terminal. */
export type TerminalRun =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'missing'; readonly why: string }

/**
 * Runs a program in the person's own terminal until it ends. Ctrl-C is the program's business meanwhile, not ours.
 * A signal's code is 128 plus its number, as shells tell it.
 */
export function runInTerminal(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<TerminalRun> {
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  return new Promise<TerminalRun>((resolve) => {
    const child = spawn(argv[0] ?? '', argv.slice(1), { env, stdio: 'inherit' })
    child.once('error', (error) => resolve({ kind: 'missing', why: error.message }))
    child.once('exit', (code, signal) => resolve({ kind: 'ended', code: code ?? codeOf(signal) }))
  }).finally(() => process.off('SIGINT', ignore))
}

function codeOf(signal: NodeJS.Signals | null): number {
  return 128 + (signal ? constants.signals[signal] : 0)
}
