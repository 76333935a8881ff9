import type { LineFormat } from '../model/source.ts'
import { claudeLog } from './claude-log.ts'
import { codexLog } from './codex-log.ts'
import { geminiLog } from './gemini-log.ts'
import type { LogFormat } from './log-reader.ts'
import type { Fields } from './mended-lines.ts'
import { piLog } from './pi-log.ts'
import { qwenLog } from './qwen-log.ts'
import { scriptedLog } from './scripted-log.ts'

/** Formats of JSON lines, in the order in which they are asked whether a record is theirs: the one with most fields last. */
export const LOG_FORMATS: readonly LogFormat[] = [scriptedLog, codexLog, geminiLog, piLog, qwenLog, claudeLog]

/** The format of which a record is; null: it does not tell. */
export function logFormatOf(record: Fields): LogFormat | null {
  return LOG_FORMATS.find((format) => format.knows(record)) ?? null
}

/** The format of that name. */
export function logFormatNamed(name: LineFormat): LogFormat | null {
  return LOG_FORMATS.find((format) => format.name === name) ?? null
}
