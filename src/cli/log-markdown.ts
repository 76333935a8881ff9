import { isCut } from './log-text.ts'
import { linesOf, shortened, usageText } from './log-words.ts'
import type { LogWriter, ShownEntry } from './log-writer.ts'
import { formatStamp } from './moment.ts'
import type { Output } from './output.ts'

/** Characters of a tool's input or result: a page of a report is not a log file. */
const USUAL_WIDTH = 1000

/** A Markdown document: who spoke in bold, what people said as a quote, tools as code blocks, sub-agents as deeper quotes. */
export class MarkdownWriter implements LogWriter {
  readonly #output: Output
  readonly #width: number

  constructor(output: Output, width: number | null) {
    this.#output = output
    this.#width = width ?? USUAL_WIDTH
  }

  write(entry: ShownEntry): void {
    const quote = '> '.repeat(entry.depth)
    for (const line of [...this.#lines(entry), '']) this.#output.line(`${quote}${line}`.trimEnd())
  }

  end(): void {
    // Each entry is printed at once.
  }

  #lines(entry: ShownEntry): string[] {
    const head = headOf(entry)
    if (entry.tokens) return [`${head} ${usageText(entry)}`]
    const text = linesOf(isCut(entry) ? shortened(entry.text, this.#width) : entry.text)
    if (text.every((line) => line === '')) return [head]
    if (entry.role === 'user') return [head, '', ...text.map((line) => `> ${line}`)]
    return isCut(entry) || entry.kind === 'error' ? [head, '', ...fenced(text)] : [head, '', ...text]
  }
}

function headOf({ atMs, label, role, kind, name }: ShownEntry): string {
  const who = [label, role, kind === 'text' ? '' : kind].filter(Boolean).join(' ')
  const what = name === '' ? '' : ` \`${name.replaceAll('`', "'")}\``
  const time = atMs === null ? '' : ` <sub>${formatStamp(atMs)}</sub>`
  return `**${who.replaceAll('*', '')}**${what}${time}`
}

/** The fence is longer than any in the text, so that none of its lines ends the block. */
function fenced(lines: readonly string[]): string[] {
  const ticks = lines.map((line) => /`{3,}/.exec(line)?.[0].length ?? 2)
  const fence = '`'.repeat(Math.max(...ticks) + 1)
  return [`${fence}text`, ...lines, fence]
}
