import { ConfigTrouble, LockTrouble, watch } from '../daemon/watchdog.ts'
import { programFile } from '../system/package-files.ts'
import { openTmux } from '../system/tmux.ts'
import type { VersionVerdict } from '../system/tmux-version.ts'
import type { Arguments } from './command.ts'
import { explainProblems } from './demand-team.ts'
import { failure } from './exit.ts'
import { formatMoment } from './moment.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { VERSION } from './version.ts'

/** What a launch line of this installation needs. */
export function installation() {
  return { node: process.execPath, scriptedAgent: programFile('scripted-agent') }
}

/** The tmux in use, with its known faults. Throws one clear sentence when it is missing or too old. */
export async function demandTmux(): Promise<Extract<VersionVerdict, { ok: true }>> {
  const verdict = await openTmux({ environment: process.env }).version()
  if (!verdict.ok) throw failure(`${verdict.message}.`, 'Install it, for example: apt install tmux')
  return verdict
}

/** Is the watchdog in this process, until it is stopped. */
export async function watchHere(args: Arguments, at: TeamAtHand): Promise<void> {
  const options = { file: at.file, environment: process.env, version: VERSION, installation: installation() }
  try {
    await watch(options)
  } catch (error) {
    if (error instanceof ConfigTrouble)
      throw explainProblems(args, { file: at.file, text: error.text }, error.problems)
    if (!(error instanceof LockTrouble)) throw error
    throw failure(`This team is watched already${describeHolder(error)}.`, 'See how it fares: agents status')
  }
}

function describeHolder({ holder }: LockTrouble): string {
  return holder ? ` by pid ${holder.pid}, since ${formatMoment(holder.startedMs, Date.now())}` : ''
}
