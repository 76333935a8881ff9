import type { LineFormat } from '../model/source.ts'
import { claudeUsage } from './claude-usage.ts'
import { codexUsage } from './codex-usage.ts'
import { geminiUsage } from './gemini-usage.ts'
import { piUsage } from './pi-usage.ts'
import { qwenUsage } from './qwen-usage.ts'
import { scriptedUsage } from './scripted-usage.ts'
import type { UsageFormat } from './usage-reader.ts'

/** How the lines of each CLI are read for usage. */
export const usageFormats: Readonly<Record<LineFormat, UsageFormat>> = {
  claude: claudeUsage,
  codex: codexUsage,
  gemini: geminiUsage,
  pi: piUsage,
  qwen: qwenUsage,
  scripted: scriptedUsage,
}
