import { compileLinear } from '../system/pattern.ts'
import type { OptionValues } from './command.ts'
import { usageError } from './exit.ts'
import type { LogWishes } from './log-filter.ts'
import { parseSince } from './moment.ts'

/** What `agent-log` takes. */
export const LOG_OPTIONS = {
  agent: { value: 'NAME', help: 'all transcripts of this agent of the team, also those of runs to come' },
  follow: { short: 'f', help: 'go on with what is added, until Ctrl-C' },
  since: { value: 'TIME', help: 'from then on: 90m, 2h, 03:12 or 2026-01-31T03:12' },
  grep: {
    value: 'PATTERN',
    help: 'only events that match: `role kind name: text`, the text whole and on one line',
  },
  thinking: { help: 'also what the model thought' },
  width: { value: 'N', help: "shorten a tool's input and result to N characters; 0: not at all" },
  'in-order': { help: 'one file after the other, not all by time' },
  session: { value: 'ID', help: 'of an OpenCode database only this session' },
  markdown: { help: 'as a Markdown document' },
  html: { value: 'FILE', help: 'write one self-contained page' },
} as const

type Options = OptionValues<typeof LOG_OPTIONS>

/** Which entries are wanted. Throws a usage error for a wrong time or pattern. */
export function wishesOf({ since, grep, thinking }: Options): LogWishes {
  return {
    sinceMs: since === null ? null : parseSince(since, Date.now()),
    pattern: grep === null ? null : patternOf(grep),
    thinking,
  }
}

/** Characters that tools are shortened to; Infinity: not at all; null: not said. */
export function widthOf({ width }: Options): number | null {
  if (width === null) return null
  if (!/^\d+$/.test(width)) throw usageError(`"${width}" is no width.`, 'For example: --width 120')
  return Number(width) === 0 ? Number.POSITIVE_INFINITY : Math.max(MINIMAL_WIDTH, Number(width))
}

/** Less shows nothing of a text. */
const MINIMAL_WIDTH = 10

/** Throws a usage error for options that shut each other out. */
export function checkTogether(
  { html, markdown, follow, agent }: Options,
  json: boolean,
  files: number,
): void {
  if (agent === null && files === 0)
    throw usageError('Name a transcript, or an agent.', 'agent-log --agent builder')
  if (agent !== null && files > 0)
    throw usageError('Name either files or an agent.', 'agent-log --agent builder')
  const forms = [html === null ? '' : '--html', markdown ? '--markdown' : '', json ? '--json' : ''].filter(
    Boolean,
  )
  if (forms.length > 1)
    throw usageError(`${forms.join(' and ')} are two forms.`, 'Ask for one of them at a time.')
  if (html !== null && follow)
    throw usageError('--html writes a page that is whole, and --follow never ends.', 'Leave one of them out.')
}

function patternOf(source: string): RegExp {
  const made = compileLinear(source)
  if (made instanceof RegExp) return made
  throw usageError(`--grep ${source}: ${made.error}.`, `Instead: ${made.mend}.`)
}
