import type { TokenGroup } from './tokens-group.ts'
import { groupsOf, type TokensReport } from './tokens-report.ts'
import { workName } from './tokens-words.ts'

/** One line of the overview: a phase, a gate in it, or what is outside of the phases. */
export interface Line {
  readonly name: string
  readonly isPhase: boolean
  readonly group: TokenGroup
}

/** Each phase with its gates below it, in their order. */
export function linesOf(report: TokensReport): Line[] {
  const gates = groupsOf(report, 'gate')
  return groupsOf(report, 'phase').flatMap((group) => {
    const phase = group.work?.phase ?? null
    const own = gates.filter(({ work }) => work !== null && work.phase === phase)
    if (phase === null) return own.map((gate) => lineOf(gate, ''))
    return [{ name: phase, isPhase: true, group }, ...own.map((gate) => lineOf(gate, '  '))]
  })
}

function lineOf(group: TokenGroup, indent: string): Line {
  return { name: `${indent}${group.work ? workName(group.work) : ''}`, isPhase: false, group }
}
