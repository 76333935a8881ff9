import { counted, formatDuration } from '../model/time.ts'
import { totalOf } from '../model/tokens.ts'
import { formatMoment } from './moment.ts'
import { type Output, type Piece, paint } from './output.ts'
import { formatTokens } from './tokens-count.ts'
import { countedUntilMs, type TokensReport } from './tokens-report.ts'
import { cutToWidth, formatCost, modelName } from './tokens-words.ts'

/** Models without a price that are named; more are told as a number. */
const MODELS_NAMED = 3
const MODEL_WIDTH = 32

/** Prints what it is in all, what it costs, from when the answers are, and how old the numbers are. */
export function printHead(output: Output, report: TokensReport, nowMs: number): void {
  const { total, agent } = report
  output.table(
    ['', ''],
    [
      ...(agent === null ? [] : [['agent', agent]]),
      [
        'tokens',
        paint('bold', `${formatTokens(totalOf(total.tokens))} in ${counted(total.answers, 'answer')}`),
      ],
      ['', partsOf(report)],
      ['cost', costOf(report)],
      ['time', timesOf(report, nowMs)],
      ['counted', ageOf(report, nowMs)],
    ],
  )
}

function partsOf({ total }: TokensReport): string {
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = total.tokens
  const written = cacheWrite5m + cacheWrite1h
  const parts = { input, output: output + reasoning, 'cache read': cacheRead, 'cache write': written }
  return Object.entries(parts)
    .map(([name, count]) => `${name} ${formatTokens(count)}`)
    .join(', ')
}

function costOf({ total: { cost } }: TokensReport): Piece {
  const { unpriced } = cost
  if (unpriced.length === 0) return paint('bold', formatCost(cost))
  const named = unpriced.slice(0, MODELS_NAMED).map(shortModel).join(', ')
  const more = unpriced.length > MODELS_NAMED ? ` and ${unpriced.length - MODELS_NAMED} more` : ''
  return paint('yellow', `${formatCost(cost)}: no price for ${named}${more}`)
}

function shortModel(model: string): string {
  return cutToWidth(modelName(model), MODEL_WIDTH)
}

function timesOf({ total: { firstMs, lastMs }, sinceMs }: TokensReport, nowMs: number): string {
  const since = sinceMs === null ? '' : `, of those since ${formatMoment(sinceMs, nowMs)}`
  if (firstMs === null || lastMs === null) return `no answer${since}`
  return `answers from ${formatMoment(firstMs, nowMs)} to ${formatMoment(lastMs, nowMs)}${since}`
}

/** Numbers that nobody adds to are not those of now. */
function ageOf({ watchdog, counting }: TokensReport, nowMs: number): Piece {
  if (counting === false)
    return paint('yellow', 'no more: log_tokens = false in agents.toml; this is from before')
  const untilMs = countedUntilMs(watchdog, nowMs)
  const until = `up to ${formatMoment(untilMs, nowMs)} (${formatDuration(Math.max(0, nowMs - untilMs))} ago)`
  switch (watchdog.kind) {
    case 'running':
      return until
    case 'starting':
      return 'the watchdog is starting'
    case 'hanging':
      return paint('red', `${until}: the watchdog HANGS`)
    case 'dead':
      return paint('red', `${until}: the watchdog is DEAD; it catches up: agents up`)
    case 'stopped':
      return paint('yellow', `${until}: the watchdog stopped; it catches up: agents up`)
    default:
      return 'nothing yet: the watchdog never ran here'
  }
}

/** Prints what the costs mean, and what to type next. */
export function printFoot({ line }: Output, report: TokensReport, next: string): void {
  line()
  if (report.apiEquivalent.length > 0) line(paint('dim', legendOf(report)))
  if (report.total.cost.unpriced.length > 0)
    line(paint('dim', 'Prices of your own: prices = "FILE" in [watchdog] of agents.toml.'))
  const doubts = doubtsOf(report)
  if (doubts !== '') line(paint('dim', doubts))
  line(paint('dim', next))
}

/** What the numbers leave out, or take as it was written. '' : there is no doubt. */
function doubtsOf({ doubts: { oddAnswers, badLines } }: TokensReport): string {
  const odd = oddAnswers > 0 ? [`${counted(oddAnswers, 'answer')} with odd counts`] : []
  const bad = badLines > 0 ? [`${counted(badLines, 'unreadable line')} left out`] : []
  return [...odd, ...bad].length > 0 ? `In the transcripts: ${[...odd, ...bad].join(', ')}.` : ''
}

/** Whoever pays a flat price is not asked for this money. */
function legendOf({ apiEquivalent, agents }: TokensReport): string {
  const all = apiEquivalent.length === agents.length
  const who = all ? 'all agents here' : apiEquivalent.join(', ')
  return `Cost is API-equivalent for ${who}: on a subscription it is not billed.`
}
