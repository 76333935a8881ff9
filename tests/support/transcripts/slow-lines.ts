/** The slow and obvious reading of JSON lines: every possible piece of a line through JSON.parse. */

export type Parsed = Readonly<Record<string, unknown>>

export interface SlowLines {
  /** Whole objects in their order, each with its text. */
  readonly records: readonly { readonly value: Parsed; readonly text: string }[]
  readonly bad: number
}

/** What is in a file: its last line counts only when it has its newline. `words`: lines without any of them are not read. */
export function slowLines(file: Buffer, words: readonly string[] = ['']): SlowLines {
  const lines = file.toString('utf8').split('\n').slice(0, -1)
  const read = lines.filter((line) => words.some((word) => line.includes(word))).map(wholeRecords)
  return { records: read.flatMap(({ records }) => records), bad: read.reduce((sum, { bad }) => sum + bad, 0) }
}

function wholeRecords(line: string): SlowLines {
  const whole = objectIn(line)
  if (whole) return { records: [{ value: whole, text: line }], bad: 0 }
  const records: { value: Parsed; text: string }[] = []
  let rest = ''
  for (let at = 0; at < line.length; ) {
    const found = line[at] === '{' ? objectFrom(line, at) : null
    if (found) records.push(found)
    else rest += line[at]
    at += found ? found.text.length : 1
  }
  return { records, bad: rest.trim() === '' ? 0 : 1 }
}

function objectFrom(line: string, from: number): { value: Parsed; text: string } | null {
  for (let end = line.indexOf('}', from); end !== -1; end = line.indexOf('}', end + 1)) {
    const text = line.slice(from, end + 1)
    const value = objectIn(text)
    if (value) return { value, text }
  }
  return null
}

function objectIn(text: string): Parsed | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    // No JSON: that is the answer.
    return null
  }
}

export function asObject(value: unknown): Parsed | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parsed) : null
}
