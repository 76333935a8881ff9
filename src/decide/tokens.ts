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

/** One for each label: a gate's own window, and at the end of the phase what followed the last claim. */
function gateRecords(settings: WatchdogSettings, ended: readonly TokenWindow[]): RecordDraft[] {
  if (!settings.logTokens || settings.tokenGranularity === 'phase') return []
  const labels = new Set(ended.flatMap(({ label }) => label ?? []))
  return [...labels].map((label) => {
    const own = ended.filter((window) => window.label === label)
    return {
      phaseId: `${own[0]?.phase}:${label}`,
      startedMs: Math.min(...own.map((window) => window.startedMs)),
      endedMs: Math.max(...own.map((window) => window.endedMs ?? 0)),
      windows: own.map(({ id }) => id),
    }
  })
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
