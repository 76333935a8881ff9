import { counted } from '../model/time.ts'
import { addTokens, NO_TOKENS, type Tokens } from '../model/tokens.ts'
import type { DraftFile } from '../system/draft-file.ts'
import { escaped } from './log-escape.ts'
import { pageEnd, pageStart } from './log-html-page.ts'
import { isCut } from './log-text.ts'
import { folded, linesOf, shortened, usageText } from './log-words.ts'
import type { LogWriter, ShownEntry } from './log-writer.ts'
import { formatStamp } from './moment.ts'

/** Characters of a tool's text in its summary, which is one line of the page. */
const SUMMARY_WIDTH = 120
/** Characters of a tool's text in all: a browser must still open the page of a long night. */
const USUAL_WIDTH = 20_000

/** One page that needs nothing else: no script, no font, no picture. Tools and thoughts are folded. */
export class HtmlWriter implements LogWriter {
  readonly #file: DraftFile
  readonly #width: number
  #tokens: Tokens = NO_TOKENS
  #answers = 0

  constructor(file: DraftFile, title: string, width: number | null) {
    this.#file = file
    this.#width = width ?? USUAL_WIDTH
    file.write(pageStart(title))
  }

  write(entry: ShownEntry): void {
    if (entry.tokens) {
      this.#tokens = addTokens(this.#tokens, entry.tokens)
      this.#answers += 1
    }
    const depth = entry.depth > 0 ? ` style="--depth:${entry.depth}"` : ''
    const isFolded = isCut(entry) || entry.kind === 'thinking'
    const inner = isFolded ? this.#foldedEntry(entry) : openEntry(entry)
    this.#file.write(`<article class="${entry.role} ${entry.kind}"${depth}>${inner}</article>\n`)
  }

  end(): void {
    const used = usageText({ tokens: this.#tokens, model: '' })
    this.#file.write(pageEnd(this.#answers === 0 ? '' : `${counted(this.#answers, 'answer')}: ${used}`))
    this.#file.keep()
  }

  #foldedEntry(entry: ShownEntry): string {
    const line = escaped(shortened(folded(entry.text), SUMMARY_WIDTH))
    const summary = `${headOf(entry)}<span class="line">${line}</span>`
    // What stands on its one line whole needs no unfolding.
    if (entry.text.trim().length <= SUMMARY_WIDTH && !entry.text.trim().includes('\n'))
      return `<p>${summary}</p>`
    const text = escaped(shortened(linesOf(entry.text).join('\n'), this.#width))
    return `<details><summary>${summary}</summary><pre>${text}</pre></details>`
  }
}

function openEntry(entry: ShownEntry): string {
  if (entry.tokens) return `<p>${headOf(entry)}${escaped(usageText(entry))}</p>`
  return `<p>${headOf(entry)}</p><div>${escaped(linesOf(entry.text).join('\n'))}</div>`
}

function headOf({ atMs, label, role, kind, name }: ShownEntry): string {
  const words = [label, role, kind === 'text' ? '' : kind].filter(Boolean).join(' ')
  const time = atMs === null ? '' : `<time>${formatStamp(atMs)}</time> `
  return `${time}<b>${escaped(words)}</b> ${name === '' ? '' : `<code>${escaped(name)}</code> `}`
}
