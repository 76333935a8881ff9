import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { counted } from '../model/time.ts'
import { type Players, StepFailed } from './stage.ts'

/** Steps that change files below the working folder. */
export const fileSteps: Players<'write' | 'delete'> = {
  async write({ file, text }, stage) {
    attempt(() => {
      mkdirSync(dirname(join(stage.cwd, file)), { recursive: true })
      writeFileSync(join(stage.cwd, file), text)
    })
    stage.print(`● Write(${file})\n  ⎿ ${counted(text.split('\n').length, 'line')}`)
  },
  async delete({ file }, stage) {
    attempt(() => rmSync(join(stage.cwd, file), { recursive: true }))
    stage.print(`● Delete(${file})`)
  },
}

function attempt(change: () => void): void {
  try {
    change()
  } catch (error) {
    throw new StepFailed(error instanceof Error ? error.message : String(error))
  }
}
