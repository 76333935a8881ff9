import { usdOf } from '../model/price.ts'
import { totalOf } from '../model/tokens.ts'
import type { Grouping, TokenGroup } from './tokens-group.ts'
import { groupsOf, type TokensReport } from './tokens-report.ts'
import type { TokenSum } from './tokens-sum.ts'
import { shareOf } from './tokens-table.ts'

/** What `--json` prints; the help of the command describes it. Without a grouping the rows are gates, each with its agents. */
export function tokensJson(report: TokensReport, by: Grouping | null): object {
  const { file, watchdog, counting, sinceMs, agent, apiEquivalent, total, doubts } = report
  const groups = groupsOf(report, by ?? 'gate')
  return {
    ...{ file, watchdog, logTokens: counting, sinceMs, agent, by: by ?? 'gate', apiEquivalent },
    total: countsOf(total),
    ...doubts,
    rows: groups.map((group) => ({
      ...keysOf(group, by ?? 'gate'),
      ...countsOf(group),
      share: shareOf(group, total),
      ...(by === null ? { agents: agentsOf(report, group) } : {}),
    })),
  }
}

function keysOf({ agent, model, work }: TokenGroup, by: Grouping): object {
  if (by === 'agent') return { agent }
  if (by === 'model') return { model }
  const {
    phase = null,
    label = null,
    startedMs = null,
    claimedMs = null,
    endedMs = null,
    open = false,
  } = work ?? {}
  return by === 'phase'
    ? { phase, startedMs, endedMs, open }
    : { phase, label, startedMs, claimedMs, endedMs, open }
}

function agentsOf(report: TokensReport, { rows }: TokenGroup): object {
  const groups = groupsOf({ ...report, rows }, 'agent')
  return Object.fromEntries(groups.map((group) => [group.agent, countsOf(group)]))
}

function countsOf({ tokens, answers, cost, firstMs, lastMs }: TokenSum): object {
  const knownCostUsd = usdOf(cost.knownPicoUsd)
  return {
    ...{ ...tokens, total: totalOf(tokens), answers },
    costUsd: cost.unpriced.length > 0 ? null : knownCostUsd,
    ...{ knownCostUsd, unpricedModels: cost.unpriced, firstMs, lastMs },
  }
}
