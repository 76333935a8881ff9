import type { Evidence } from '../model/decision.ts'
import { recall } from '../model/lookup.ts'
import { withheldKey } from '../model/memory.ts'
import { counted, formatDuration } from '../model/time.ts'
import type { Verdict } from '../model/verdict.ts'
import { formatMoment } from './moment.ts'
import { type Output, paint } from './output.ts'
import { detailWords, VERDICT_STYLES } from './status-text.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { verdictNow } from './verdict-now.ts'
import { evidenceLine } from './why-text.ts'
import { type Told, toldOf } from './why-told.ts'

/** What is believed of a member now, on what evidence, and what stands in the way of the next deed. */
export interface Belief {
  readonly name: string
  readonly verdict: Verdict
  readonly sinceMs: number
  readonly because: readonly Evidence[]
  /** When that evidence was seen; null: it is no longer in the record. */
  readonly seenMs: number | null
  /** What each teller says of its CLI: hooks, registry, title, transcript, screen. */
  readonly told: readonly Told[]
  /** Its run, deaths, park, breaker and hold, as sentences. */
  readonly state: readonly string[]
}

/** Reads the newest verdict with its evidence. */
export function believe({ record }: TeamAtHand, name: string): Belief {
  const member = recall(record.memory, name)
  const verdict = verdictNow(member)
  const [last] = record.lastEvents(
    1,
    (event) => event.type === 'fact' && event.fact.what === 'verdict' && event.fact.member === name,
  )
  const fact = last?.type === 'fact' && last.fact.what === 'verdict' ? last.fact : null
  return {
    ...{ name, verdict, sinceMs: verdict === member.verdict ? member.verdictSinceMs : 0 },
    ...{
      because:
        verdict === member.verdict ? (fact?.because ?? []).filter(({ saw }) => saw !== verdict.detail) : [],
      seenMs: last?.atMs ?? null,
    },
    told: toldOf(record.memory, name),
    state: stateOf(record, name),
  }
}

function stateOf({ memory }: TeamAtHand['record'], name: string): string[] {
  const { incarnation, startReason, startedMs, deaths, breaker, parked, held, run } = recall(memory, name)
  const started = formatMoment(startedMs, Date.now())
  const obstacle = memory.withheld[withheldKey(run === 'off' ? 'heal' : 'deliver', name)]
  const waits = Object.values(memory.messages).some((one) => one.agent === name && one.state === 'queued')
  return [
    ...(incarnation > 0 ? [`run ${incarnation}, started for: ${startReason}, at ${started}`] : []),
    ...(deaths.length > 0 ? [`${counted(deaths.length, 'death')} since a person last took over`] : []),
    ...(breaker === 'open' ? ['the crash-loop breaker is open'] : []),
    ...(parked ? [`parked: ${parked.why}`] : []),
    ...(held === 'paused' ? ['paused by a person'] : []),
    ...(held === 'down' ? ['taken down by a person'] : []),
    ...(obstacle && run === 'off' ? [`not started: ${obstacle}`] : []),
    ...(obstacle && run !== 'off' && waits ? [`a text waits: ${obstacle}`] : []),
  ]
}

/** Prints it for people, the verdict first. */
export function printBelief(output: Output, belief: Belief, nowMs: number): void {
  const { name, verdict, sinceMs, because, seenMs, state } = belief
  const words = detailWords(verdict, nowMs)
  const detail = words === '' ? '' : `: ${words}`
  const until = verdict.untilMs === null ? '' : `, until ${formatMoment(verdict.untilMs, nowMs)}`
  const since =
    sinceMs === 0 ? '' : ` since ${formatMoment(sinceMs, nowMs)} (${formatDuration(nowMs - sinceMs)})`
  output.line(
    paint('bold', name),
    ' is ',
    paint(VERDICT_STYLES[verdict.name], verdict.name),
    `${since}${until}${detail}`,
  )
  if (because.length > 0 && seenMs !== null)
    output.line(`  seen at ${formatMoment(seenMs, nowMs)}: ${evidenceLine(because)}`)
  for (const sentence of state) output.line(`  ${sentence}`)
}
