import type { Evidence, RecordDraft } from '../model/decision.ts'
import { newestClaim, type PhaseStretch, type TokenWindow } from '../model/ledger.ts'
import type { WatchdogSettings } from '../model/team.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'

/** Records that could not be kept (a full disk) are tried again after this long. */
const AGAIN_MS = 60_000

/** Has a gate or a phase ended? Its tokens go into the log. */
export const tokens: Rule = {
  name: 'tokens',
  decide(situation) {
    const { memory, seen } = situation
    // What is still to be read belongs into these records.
    if (seen.isReadingBehind) return []
    const isUnderWay = Object.values(memory.open).some((one) => one.windows)
    return isUnderWay ? [] : memory.stretches.flatMap((stretch) => recordStretch(situation, stretch))
  },
}

function recordStretch({ team, nowMs }: Situation, stretch: PhaseStretch): Proposal[] {
  const ended = stretch.windows.filter((window) => window.endedMs !== null && !window.recorded)
  if (ended.length === 0 || (stretch.failedMs !== null && nowMs - stretch.failedMs < AGAIN_MS)) return []
  const records = [...gateRecords(team.watchdog, ended), ...phaseRecord(team.watchdog, stretch)]
  const windows = ended.map(({ id }) => id)
  return [propose('tokens', 'team', { do: 'record-tokens', records, windows }, because(stretch, nowMs))]
}

/** One for each claim, with what followed the last one. */
function gateRecords(settings: WatchdogSettings, ended: readonly TokenWindow[]): RecordDraft[] {
  if (!settings.logTokens || settings.tokenGranularity === 'phase') return []
  return byClaim(ended).map((own) => ({
    phaseId: `${own[0]?.phase}:${own[0]?.label}`,
    startedMs: Math.min(...own.map((window) => window.startedMs)),
    endedMs: Math.max(...own.map((window) => window.endedMs ?? 0)),
    windows: own.map(({ id }) => id),
  }))
}

/**
 * Windows that share a record: they end in one moment, so that a record is never asked for again with other ones.
 * Of a label that came back each time is a gate of its own, however late it is recorded.
 */
function byClaim(ended: readonly TokenWindow[]): TokenWindow[][] {
  const gates: TokenWindow[][] = []
  for (const window of ended.filter(({ label }) => label !== null)) {
    const last = gates.at(-1)
    if (last && window.claimedMs === null) last.push(window)
    else gates.push([window])
  }
  return gates
}

function phaseRecord({ logTokens }: WatchdogSettings, stretch: PhaseStretch): RecordDraft[] {
  const { phase, startedMs, endedMs, windows } = stretch
  if (!logTokens || endedMs === null) return []
  return [{ phaseId: phase, startedMs, endedMs, windows: windows.map(({ id }) => id) }]
}

function because(stretch: PhaseStretch, nowMs: number): Evidence[] {
  if (stretch.endedMs !== null)
    return [{ saw: `phase ${stretch.phase} ended`, ageMs: nowMs - stretch.endedMs }]
  const newest = newestClaim(stretch)
  return [{ saw: `claim(${newest?.label}) is newer`, ageMs: nowMs - (newest?.claimedMs ?? nowMs) }]
}
