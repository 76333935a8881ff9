import { counted } from '../model/time.ts'
import { type ExitError, failure } from './exit.ts'
import type { LogFeed } from './log-feed.ts'
import type { Output } from './output.ts'

/** The end of an attempt to read something that is no transcript. */
export function foreignFormat(path: string): ExitError {
  return failure(
    `${path} is in no format that agent-log reads.`,
    'It reads transcripts of Claude Code, Codex, Gemini CLI, Qwen Code, pi, OpenCode and the scripted agent. Name one of those.',
  )
}

/** What was left out of a transcript, as a sentence; none when nothing was. */
export function troublesOf(
  path: string,
  { bad, overlong = 0 }: { bad: number; overlong?: number },
): string[] {
  const left = [
    bad > 0 ? `${counted(bad, 'line')} that ${bad === 1 ? 'is no record' : 'are no records'}` : '',
    overlong > 0 ? `${counted(overlong, 'line')} of more than 16 MiB` : '',
  ].filter(Boolean)
  return left.length === 0 ? [] : [`${path}: left out ${left.join(' and ')}`]
}

/** Says on stderr what was left out of each transcript, again only when it became more. */
export class LogTroubles {
  readonly #output: Output
  readonly #told = new Set<string>()

  constructor(output: Output) {
    this.#output = output
  }

  tell(feeds: readonly LogFeed[]): void {
    for (const trouble of feeds.flatMap((feed) => feed.troubles())) {
      if (this.#told.has(trouble)) continue
      this.#told.add(trouble)
      this.#output.problem(trouble)
    }
  }
}
