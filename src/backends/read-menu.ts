/** A list of options on a screen, with one of them chosen. */
export interface Menu {
  /** Lines above it. */
  readonly above: readonly string[]
  /** Labels without number, tick and description; wrapped lines are joined. */
  readonly options: readonly string[]
  readonly chosen: number
  /** Lines below it. */
  readonly below: readonly string[]
}

/** `●` and `>` begin other lines, too: they need a number behind them. */
const CURSOR = /^\s*(?:[❯›]|[●>](?=\s+\d+\. ))\s+(?=\S)/
const NUMBER = /^\d+\. +/

/** The lowest menu on a screen; null: no row is marked as chosen. `lines` from top to bottom. */
export function readMenu(lines: readonly string[]): Menu | null {
  const plain = lines.map(withoutFrame)
  const at = plain.findLastIndex((line) => CURSOR.test(line))
  if (at < 0) return null
  const column = CURSOR.exec(plain[at] ?? '')?.[0].length ?? 0
  const isNumbered = NUMBER.test((plain[at] ?? '').slice(column))
  // The mark is no part of the label: with it gone, all rows are alike.
  const rows = plain.map((line, index) => (index === at ? ' '.repeat(column) + line.slice(column) : line))
  const isIn = (line: string | undefined) =>
    line !== undefined && line.trim() !== '' && indent(line) >= column
  const isOption = (line: string) =>
    indent(line) === column && (!isNumbered || NUMBER.test(line.slice(column)))
  let first = at
  while (isIn(rows[first - 1])) first -= 1
  let end = at + 1
  while (isIn(rows[end])) end += 1
  while (first < at && !isOption(rows[first] ?? '')) first += 1
  const starts = rows.flatMap((line, index) =>
    index >= first && index < end && isOption(line) ? [index] : [],
  )
  const options = starts.map((start, index) => label(rows.slice(start, starts[index + 1] ?? end)))
  return { above: plain.slice(0, first), options, chosen: starts.indexOf(at), below: plain.slice(end) }
}

/** One option's text: what stands in a second column is its description, and so is all that follows. */
function label([row = '', ...more]: readonly string[]): string {
  const [text = '', description] = row.trim().replace(NUMBER, '').split(/ {2,}/)
  return (description === undefined ? [text, ...more.map((line) => line.trim())] : [text]).join(' ')
}

/** A frame around the dialog and the tick of the value in force become blanks; a line of nothing but frame stays. */
export function withoutFrame(line: string): string {
  return line
    .replace(/^(\s*)[│┃]/, '$1 ')
    .replace(/\s*[│┃]\s*$/, '')
    .replace(/^(\s*(?:[❯›] )?\s*)✔ (?=\S)/, '$1  ')
}

function indent(line: string): number {
  return line.length - line.trimStart().length
}
