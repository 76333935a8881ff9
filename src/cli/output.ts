import { styleText } from 'node:util'
import { displayWidth, escapeUnprintable, printable } from './printable.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** Text with a colour, which shows only on a terminal. */
export interface Painted {
  readonly text: string
  readonly style: Style
}

/** What may be printed. Control characters are removed from each, so no datum can steer the terminal. */
export type Piece = string | number | Painted

/** Where a command prints. One line per call; a line break inside a piece becomes a space. */
export interface Output {
  line(...pieces: Piece[]): void
  /** Rows as aligned columns; the last column is not padded. An empty heading prints no heading line. */
  table(headings: readonly string[], rows: readonly (readonly Piece[])[]): void
  /** One JSON document and nothing else on stdout; what `--json` asks for. */
  json(value: unknown): void
  /** One JSON document on one line, for lists that go on. */
  jsonLine(value: unknown): void
  /** Draws in the place of the last frame; where there is no terminal, below it. */
  frame(draw: (frame: Output) => void): void
  /** Whether a person looks at it live. */
  readonly isTerminal: boolean
  /** A line on stderr: errors and hints, so that stdout stays clean for pipes. */
  problem(...pieces: Piece[]): void
}

/** The part of a stream that an output needs. */
export interface Sink {
  readonly isTTY?: boolean
  /** Lines of the terminal, as it is now. */
  readonly rows?: number
  write(text: string): unknown
}

const GAP = '  '

/** Colour only on a terminal, and never with NO_COLOR set (https://no-color.org). */
export function createOutput(
  out: Sink,
  err: Sink,
  env: Readonly<Record<string, string | undefined>>,
): Output {
  const coloured = (sink: Sink) => sink.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
  const outPaint = painter(coloured(out))
  const errPaint = painter(coloured(err))
  return {
    line: (...pieces) => void out.write(`${pieces.map(outPaint).join('')}\n`),
    table: (headings, rows) => void out.write(columns(headings, rows, outPaint)),
    json: (value) => void out.write(`${escapeUnprintable(JSON.stringify(value, null, 2))}\n`),
    jsonLine: (value) => void out.write(`${escapeUnprintable(JSON.stringify(value))}\n`),
    frame: (draw) => drawFrame(draw, out, err, env),
    isTerminal: out.isTTY === true,
    problem: (...pieces) => void err.write(`${pieces.map(errPaint).join('')}\n`),
  }
}

/** The terminal is not cleared first, since that flickers: each line overwrites the old one, and the rest is erased. */
function drawFrame(
  draw: (frame: Output) => void,
  out: Sink,
  err: Sink,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const page = { isTTY: out.isTTY === true, text: '' }
  const write = (text: string) => {
    page.text += text
  }
  draw(createOutput({ isTTY: page.isTTY, write }, err, env))
  if (!page.isTTY) return void out.write(page.text)
  const lines = page.text.split('\n').slice(0, -1)
  const fitting = lines.slice(0, (out.rows ?? Number.POSITIVE_INFINITY) - 1)
  out.write(`${HOME}${fitting.map((line) => `${line}${ERASE_LINE}\n`).join('')}${ERASE_BELOW}`)
}

const HOME = '\x1b[H'
const ERASE_LINE = '\x1b[K'
const ERASE_BELOW = '\x1b[J'

/** A piece in a colour. */
export function paint(style: Style, text: string): Painted {
  return { style, text }
}

type Paint = (piece: Piece) => string

function painter(coloured: boolean): Paint {
  return (piece) => {
    const text = plain(piece)
    return coloured && typeof piece === 'object'
      ? styleText(piece.style, text, { validateStream: false })
      : text
  }
}

function plain(piece: Piece): string {
  return printable(typeof piece === 'object' ? piece.text : String(piece))
}

function columns(headings: readonly string[], rows: readonly (readonly Piece[])[], show: Paint): string {
  const heading = headings.map((text) => paint('dim', text))
  const all = headings.some((text) => text !== '') ? [heading, ...rows] : rows
  const widths = headings.map((_, column) =>
    Math.max(0, ...all.map((row) => displayWidth(plain(row[column] ?? '')))),
  )
  return all.map((row) => `${row.map((piece, column) => pad(piece, column)).join(GAP)}\n`).join('')

  function pad(piece: Piece, column: number): string {
    const last = column === headings.length - 1
    const missing = last ? 0 : Math.max(0, (widths[column] ?? 0) - displayWidth(plain(piece)))
    return show(piece) + ' '.repeat(missing)
  }
}
