import type { LimitSeen } from '../model/observation.ts'
import type { ScreenPatterns } from './profile.ts'
import { resetMs } from './reset-time.ts'

/** A line that begins with a sign, not with a word, begins something new: what an agent, a person or a tool says. */
const BEGINS = /^\s*[^\p{L}\p{N}\s/(]/u

/** The newest line above the input box that names a usage limit, and whether it proves one by itself; null: there is none. */
export function findLimit(
  { limit, limitProof }: ScreenPatterns,
  extra: RegExp | null,
  lines: readonly string[],
  nowMs: number,
): LimitSeen | null {
  const patterns = extra ? [extra, ...limit] : limit
  const at = lines.findLastIndex((line) => patterns.some((pattern) => pattern.test(line)))
  const line = lines[at]
  if (line === undefined) return null
  const after = lines.slice(at + 1)
  const reset = patterns
    .map((pattern) => pattern.exec(line)?.groups?.reset)
    .find((words) => words !== undefined)
  // Gemini CLI names the time in the line below.
  const time = resetMs(reset ?? line, nowMs) ?? resetMs(after[0] ?? '', nowMs)
  return {
    line: line.trim(),
    resetMs: time,
    isProof: limitProof === 'last line' && !after.some((one) => BEGINS.test(one)),
  }
}

/** The row that says that the CLI goes on by itself. */
export function findResumes({ resumes }: ScreenPatterns, footer: readonly string[]): string | null {
  return footer.find((line) => resumes?.test(line))?.trim() ?? null
}
