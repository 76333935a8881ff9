import type { LogKind, LogRole } from '../model/log-entry.ts'
import { searched, searchedHead } from './log-filter.ts'
import { type Found, folded, linesOf, shortened, usageText, wrapped } from './log-words.ts'
import type { LogWriter, ShownEntry } from './log-writer.ts'
import { formatStamp } from './moment.ts'
import { type Output, type Painted, type Piece, paint, type Style } from './output.ts'
import { displayWidth } from './printable.ts'

/** How the text form is laid out. */
export interface TextLayout {
  /** Columns of the terminal, asked for each entry since it may be resized; null: it is no terminal. */
  columns(): number | null
  /** A tool's input or result is shortened to so many characters; null: what fits well. */
  readonly width: number | null
  /** Wide enough for every label; 0: there are none. */
  readonly labelColumns: number
  /** Whether thoughts are told, whose kind is a longer word than the others. */
  readonly thinking: boolean
  readonly pattern: RegExp | null
}

/** Characters of a tool's input or result in a pipe: enough for a command and the end of what it said. */
const PIPE_WIDTH = 200
/** With less room beside time, role and kind a text stands below them. */
const NARROW_COLUMNS = 40
const NARROW_MARGIN = ' '.repeat(4)
const KIND_COLUMNS = { usual: 'result'.length, withThinking: 'thinking'.length } as const

const ROLE_STYLES: Readonly<Record<LogRole, Style | null>> = {
  ...{ user: 'cyan', agent: 'bold', tool: 'dim', event: 'yellow' },
}
const KIND_STYLES: Readonly<Partial<Record<LogKind, Style>>> = {
  ...{ error: 'red', usage: 'dim', thinking: 'dim', result: 'dim', call: 'green' },
}

/**
 * The text form: `time role kind text`, each event beginning a line. In a pipe an event is one line, so that grep, sort and wc work
 * on whole events; a terminal shows the lines of a text below each other, since there a person reads.
 */
export class TextWriter implements LogWriter {
  readonly #output: Output
  readonly #layout: TextLayout

  constructor(output: Output, layout: TextLayout) {
    this.#output = output
    this.#layout = layout
  }

  write(entry: ShownEntry): void {
    const columns = this.#layout.columns()
    const head = this.#head(entry)
    const indent = '│ '.repeat(entry.depth)
    const headColumns = head.reduce((sum, { text }) => sum + displayWidth(text), 0)
    const beside = columns === null ? null : columns - headColumns - indent.length
    const isNarrow = beside !== null && beside < NARROW_COLUMNS
    const margin = isNarrow ? NARROW_MARGIN : ' '.repeat(headColumns)
    const room = isNarrow ? Math.max(1, beside + headColumns - margin.length) : beside
    if (isNarrow) this.#output.line(...head)
    for (const [index, line] of this.#lines(entry, room).entries()) {
      this.#output.line(...(index === 0 && !isNarrow ? head : [margin]), paint('dim', indent), ...line)
    }
  }

  end(): void {
    // Each entry is printed at once.
  }

  #head({ atMs, label, role, kind }: ShownEntry): Painted[] {
    const style = ROLE_STYLES[role] ?? 'dim'
    const { labelColumns, thinking } = this.#layout
    const kindColumns = thinking ? KIND_COLUMNS.withThinking : KIND_COLUMNS.usual
    return [
      paint('dim', atMs === null ? '-'.padEnd(19) : formatStamp(atMs)),
      ...(labelColumns > 0
        ? [paint('bold', ` ${label}${' '.repeat(Math.max(0, labelColumns - displayWidth(label)))}`)]
        : []),
      paint(style, ` ${role.padEnd(5)}`),
      paint(KIND_STYLES[kind] ?? style, ` ${kind.padEnd(kindColumns)} `),
    ]
  }

  #lines(entry: ShownEntry, room: number | null): Piece[][] {
    const text = this.#text(entry, room)
    if (room === null) return [[named(entry.name, text)]]
    const lines = named(entry.name, text)
      .split('\n')
      .flatMap((line) => wrapped(line, room))
    const style = lineStyle(entry)
    return lines.map((line) => [style ? paint(style, line) : line])
  }

  #text(entry: ShownEntry, room: number | null): string {
    if (entry.tokens) return usageText(entry)
    if (isCut(entry)) return this.#shortened(entry, room)
    return room === null ? folded(entry.text) : linesOf(entry.text).join('\n')
  }

  #shortened(entry: ShownEntry, room: number | null): string {
    const width = this.#layout.width ?? (room === null ? PIPE_WIDTH : 2 * room - entry.name.length - 2)
    const text = folded(entry.text)
    return shortened(text, width, { keepStart: entry.kind === 'call', found: this.#found(entry) })
  }

  /** Where in the text is what `--grep` found. */
  #found(entry: ShownEntry): Found | null {
    const match = this.#layout.pattern?.exec(searched(entry))
    if (!match) return null
    const index = match.index - searchedHead(entry).length
    return { index: Math.max(0, index), length: Math.max(0, match[0].length + Math.min(0, index)) }
  }
}

/** What is shortened and on one line: all but what people and agents say. */
export function isCut({ kind, role }: ShownEntry): boolean {
  return role === 'tool' || kind === 'call' || kind === 'note'
}

function named(name: string, text: string): string {
  return name === '' || text === '' ? `${name}${text}` : `${name}: ${text}`
}

function lineStyle({ kind, role }: ShownEntry): Style | null {
  if (kind === 'error') return 'red'
  if (role === 'user') return 'cyan'
  if (role === 'event') return 'yellow'
  return role === 'tool' || kind === 'usage' || kind === 'thinking' ? 'dim' : null
}
