import type { CliName } from '../../clis/versions.ts'
import type { Scenes } from './scene.ts'
import { claudeScenes } from './scenes-claude.ts'
import { codexScenes } from './scenes-codex.ts'
import { piScenes } from './scenes-pi.ts'

/** The CLIs whose screens can be recorded anew. */
export const SCENES: Readonly<Partial<Record<CliName, Scenes>>> = {
  claude: claudeScenes,
  codex: codexScenes,
  pi: piScenes,
}
