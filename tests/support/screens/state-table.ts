import { type RecordedScreen, recordedScreens } from './recorded-screens.ts'
import { isSeen, type StateTable } from './states.ts'
import { claudeStates } from './states-claude.ts'
import { codexStates } from './states-codex.ts'
import { geminiStates } from './states-gemini.ts'
import { opencodeStates } from './states-opencode.ts'
import { piStates } from './states-pi.ts'
import { qwenStates } from './states-qwen.ts'

/** Every state of every CLI: what its screen reads as, or why there is none. docs/states.md shows it. */
export const STATE_TABLE: StateTable = {
  claude: claudeStates,
  codex: codexStates,
  pi: piStates,
  gemini: geminiStates,
  qwen: qwenStates,
  opencode: opencodeStates,
}

export const TABLE_CLIS = Object.keys(STATE_TABLE) as (keyof StateTable)[]

/** Screens that stand for no state: what a hostile conversation or a cut could show. */
export function trapsOf(cli: keyof StateTable): RecordedScreen[] {
  const named = new Set(
    Object.values(STATE_TABLE[cli])
      .filter(isSeen)
      .flatMap(({ screens }) => screens),
  )
  return recordedScreens().filter((screen) => screen.cli === cli && !named.has(screen.name))
}
