import { counted } from '../model/time.ts'
import type { Output, Style } from './output.ts'
import { paint } from './output.ts'

/** `unknown`: the probe could not tell; never a default. */
export type FindingState = 'ok' | 'warn' | 'fail' | 'unknown'

/** One thing that was looked at. */
export interface Finding {
  readonly state: FindingState
  /** What was looked at: `tmux`, `claude: folder trust`. */
  readonly about: string
  readonly seen: string
  /** What mends it, best as a command; '': nothing is to be done. */
  readonly mend: string
  /** Mends it safely, for --fix; returns what it did. Throws when it cannot. */
  readonly fix?: () => string
}

/** Makes a finding. */
export function finding(state: FindingState, about: string, seen: string, mend = ''): Finding {
  return { state, about, seen, mend }
}

/** Does what can be mended safely; the findings as they are then. */
export function mended(findings: readonly Finding[]): Finding[] {
  return findings.map((one) => {
    if (!one.fix) return one
    try {
      return { ...one, state: 'ok', seen: `mended: ${one.fix()}`, mend: '' }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return { ...one, seen: `${one.seen}; it could not be mended: ${why}` }
    }
  })
}

const STYLES: Readonly<Record<FindingState, Style>> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  unknown: 'cyan',
}

/** Prints one line for each, and the sum. */
export function printFindings(output: Output, findings: readonly Finding[]): void {
  output.table(
    ['', '', ''],
    findings.map(({ state, about, seen, mend }) => [
      paint(STYLES[state], state),
      paint('bold', about),
      mend === '' ? seen : `${seen}. Mend: ${mend}`,
    ]),
  )
  const count = (state: FindingState) => findings.filter((one) => one.state === state).length
  const bad = (['fail', 'warn', 'unknown'] as const).filter((state) => count(state) > 0)
  output.line()
  const sum = bad.map((state) => `${count(state)} ${state}`).join(', ')
  output.line(
    bad.length === 0 ? 'All is well.' : `${sum}; ${count('ok')} of ${counted(findings.length, 'thing')} ok.`,
  )
}
