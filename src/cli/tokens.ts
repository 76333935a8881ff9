import { isApiBilled } from '../backends/billing.ts'
import { nearest } from '../config/nearest.ts'
import { type Arguments, defineCommand } from './command.ts'
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
    'names the agents on a subscription. Counts are exact; times are ms since 1970.',
  ],
  run: async (args) => {
    const by = groupingOf(args.options.by)
    if (args.json && args.options.csv) throw usageError('--json and --csv exclude each other.', 'Choose one.')
    const at = await readTeam(args)
    const report = lookAtLedger(args, at)
    if (args.json) args.output.json(tokensJson(report, by))
    else if (args.options.csv) printCsv(args.output, report, by)
    else printForPeople(args.output, report, by, Date.now())
    return EXIT.done
  },
})

type Typed = Arguments<(typeof command)['options']>

function groupingOf(word: string | null): Grouping | null {
  const grouping = GROUPINGS.find((one) => one === word)
  if (word === null || grouping) return grouping ?? null
  const near = nearest(word, GROUPINGS)
  const guess = near === undefined ? '' : `Did you mean "${near}"? `
  throw usageError(`Tokens are not told apart by "${word}".`, `${guess}There are: ${GROUPINGS.join(', ')}`)
}
