import { isApiBilled } from '../backends/billing.ts'
import { nearest } from '../config/nearest.ts'
import { defineCommand } from './command.ts'
import { EXIT, usageError } from './exit.ts'
import { checkNames } from './members.ts'
import { parseSince } from './moment.ts'
import type { Output } from './output.ts'
import { readTeam, type TeamAtHand } from './team-at-hand.ts'
import { printCsv } from './tokens-csv.ts'
import { GROUPINGS, type Grouping } from './tokens-group.ts'
import { printFoot, printHead } from './tokens-head.ts'
import { tokensJson } from './tokens-json.ts'
import { printOverview } from './tokens-overview.ts'
import { loadPrices } from './tokens-prices.ts'
import { reportTokens, type TokensReport } from './tokens-report.ts'
import { printTable } from './tokens-table.ts'
import { lookAtWatchdog } from './watchdog-state.ts'

/** What is printed into a file or a pipe is as wide as the terminal that every terminal can be. */
const PIPE_COLUMNS = 80

export const command = defineCommand({
  options: {
    by: { value: 'WHAT', help: 'one line for each agent, phase, gate or model' },
    agent: { value: 'NAME', help: 'only what this agent used' },
    since: { value: 'TIME', help: 'only answers from then on: 90m, 2h, 03:12 or 2026-01-31T03:12' },
    csv: { help: 'print CSV; without --by one line for each gate, agent and model' },
  },
  operands: [0, 0],
  notes: [
    '--json: by, total, rows (agents or models by size, gates and phases in order), each with input, output, reasoning,',
    'cacheRead, cacheWrite5m, cacheWrite1h (they never overlap), total, answers, share (0 to 1), firstMs, lastMs, costUsd (null: a',
    'model has no price), knownCostUsd (of the others), unpricedModels; a gate also with phase (null: outside of the phases), label',
    '(null: not claimed), startedMs, claimedMs, endedMs, open, and without --by agents: name to the same counts. apiEquivalent',
    'names the agents on a subscription. oddAnswers: answers of the last 60 days with a count that was none; badLines: lines of',
    'transcripts that could not be read, at any time. Counts are exact; times are ms since 1970.',
  ],
  run: async (args) => {
    const by = groupingOf(args.options.by)
    if (args.json && args.options.csv) throw usageError('--json and --csv exclude each other.', 'Choose one.')
    const at = await readTeam(args)
    const { agent, since } = args.options
    if (agent !== null) checkNames(at, [agent])
    const sinceMs = since === null ? null : parseSince(since, Date.now())
    const report = lookAtLedger(args.output, at, { agent, sinceMs })
    if (args.json) args.output.json(tokensJson(report, by))
    else if (args.options.csv) printCsv(args.output, report, by)
    else printForPeople(args.output, report, by, Date.now())
    return EXIT.done
  },
})

function groupingOf(word: string | null): Grouping | null {
  const grouping = GROUPINGS.find((one) => one === word)
  if (word === null || grouping) return grouping ?? null
  const near = nearest(word, GROUPINGS)
  const guess = near === undefined ? '' : `Did you mean "${near}"? `
  throw usageError(`Tokens are not told apart by "${word}".`, `${guess}There are: ${GROUPINGS.join(', ')}`)
}

type Asked = Pick<TokensReport, 'agent' | 'sinceMs'>

function lookAtLedger(output: Output, at: TeamAtHand, asked: Asked): TokensReport {
  const { team, file } = at
  const query = asked.sinceMs === null ? {} : { sinceMs: asked.sinceMs }
  const rows = at.record.ledger(query)
  const billed = (team?.agents ?? []).filter(isApiBilled).map(({ name }) => name)
  const origin = {
    ...{ ...asked, file, watchdog: lookAtWatchdog(at), counting: team?.watchdog.logTokens ?? null },
    names: team?.agents.map(({ name }) => name) ?? [],
    doubted: at.record.doubts(query),
    isApiBilled: (name: string) => billed.includes(name),
  }
  return reportTokens(origin, rows, loadPrices(output, team?.watchdog.priceFile ?? null))
}

function printForPeople(output: Output, report: TokensReport, by: Grouping | null, nowMs: number): void {
  printHead(output, report, nowMs)
  if (report.rows.length > 0) {
    const columns = columnsOf(output)
    output.line()
    if (by === null) printOverview(output, report, columns, nowMs)
    else printTable(output, report, by, columns)
  }
  printFoot(output, report, nextStep(report, by))
}

function columnsOf({ isTerminal }: Output): number {
  return (isTerminal && process.stdout.columns) || PIPE_COLUMNS
}

function nextStep({ rows, watchdog, counting }: TokensReport, by: Grouping | null): string {
  if (counting === false) return 'Count again: log_tokens = true in [watchdog] of agents.toml.'
  const isUp = watchdog.kind === 'running' || watchdog.kind === 'starting'
  if (!isUp && watchdog.kind !== 'hanging') return 'Start the watchdog: agents up'
  if (rows.length === 0) return 'Nothing is booked yet. What the agents do now: agents status'
  if (by === null) return 'Told apart otherwise: agents tokens --by agent, phase, gate or model'
  return 'What each gate took: agents tokens'
}
