import { fileSteps } from './play-files.ts'
import { gitSteps } from './play-git.ts'
import { processSteps } from './play-process.ts'
import { screenSteps } from './play-screen.ts'
import type { ScriptStep } from './script.ts'
import { type Players, type Stage, StepFailed, TurnEnded } from './stage.ts'
import type { Step, Verb } from './steps.ts'

const PLAYERS: Players<Verb> = { ...screenSteps, ...fileSteps, ...processSteps, ...gitSteps }

/** Plays steps in order until one ends the turn; throws StepFailed with the script's line, or the abort of the signal. */
export async function playSteps(
  steps: readonly ScriptStep[],
  stage: Stage,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const step of steps) {
      stage.busy('Working')
      await playStep(step, stage, signal)
      signal.throwIfAborted()
    }
  } catch (error) {
    if (!(error instanceof TurnEnded)) throw error
  }
}

async function playStep(step: ScriptStep, stage: Stage, signal: AbortSignal): Promise<void> {
  // The table has a player for each verb; that a looked-up one takes this very step is beyond the type checker.
  const play = PLAYERS[step.verb] as (step: Step, stage: Stage, signal: AbortSignal) => Promise<void>
  try {
    await play(step, stage, signal)
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    throw new StepFailed(`${step.verb} (line ${step.line} of the script): ${error.message}`)
  }
}
