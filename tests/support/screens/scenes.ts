import type { CliName } from '../../clis/versions.ts'
import type { Scenes } from './scene.ts'
import { claudeScenes } from './scenes-claude.ts'
import { claudeStartupScenes } from './scenes-claude-startup.ts'
import { codexScenes } from './scenes-codex.ts'
import { codexStartupScenes } from './scenes-codex-startup.ts'
import { geminiScenes } from './scenes-gemini.ts'
import { opencodeScenes } from './scenes-opencode.ts'
import { piScenes } from './scenes-pi.ts'
import { qwenScenes } from './scenes-qwen.ts'

/** The CLIs whose screens can be recorded anew. */
export const SCENES: Readonly<Record<CliName, Scenes>> = {
  claude: { ...claudeScenes, scenes: [...claudeScenes.scenes, ...claudeStartupScenes] },
  codex: { ...codexScenes, scenes: [...codexScenes.scenes, ...codexStartupScenes] },
  pi: piScenes,
  gemini: geminiScenes,
  qwen: qwenScenes,
  opencode: opencodeScenes,
}
