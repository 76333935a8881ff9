import type { LimitSeen } from '../model/observation.ts'
import type { ScreenPatterns } from './profile.ts'
import { resetMs } from './reset-time.ts'

/** The newest line above the input box that names a usage limit; null: there is none. */
export function findLimit(
  { limit }: ScreenPatterns,
  extra: RegExp | null,
  lines: readonly string[],
  nowMs: number,
): LimitSeen | null {
  const patterns = extra ? [extra, ...limit] : limit
  const at = lines.findLastIndex((line) => patterns.some((pattern) => pattern.test(line)))
  const line = lines[at]
  if (line === undefined) return null
  const reset = patterns
    .map((pattern) => pattern.exec(line)?.groups?.reset)
    .find((words) => words !== undefined)
  // Gemini CLI names the time in the line below.
  const time = resetMs(reset ?? line, nowMs) ?? resetMs(lines[at + 1] ?? '', nowMs)
  return { line: line.trim(), resetMs: time }
}

/** The row that says that the CLI goes on by itself. */
export function findResumes({ resumes }: ScreenPatterns, footer: readonly string[]): string | null {
  return footer.find((line) => resumes?.test(line))?.trim() ?? null
}
