import { UNSAFE_TEXT } from './names.ts'
import { MISSING, NOT_YET, type Problem, UNKNOWN_KEY } from './problem.ts'

/** Longest part of a source line that is shown. */
const MAX_SHOWN = 100

/**
 * Problems as a terminal shows them: place, sentence, and the line of the file with a caret. `text` is the file as it was read; `file` is how
 * it shall be called (a path relative to where the person stands).
 */
export function formatProblems(problems: readonly Problem[], text: string, file?: string): string {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  return problems
    .map((problem) => {
      const place = `${file ?? problem.file}:${problem.line}:${problem.column}`
      return [
        `${printable(place)}  ${sentence(problem)}`,
        ...excerpt(lines[problem.line - 1] ?? '', problem),
      ].join('\n')
    })
    .join('\n')
}

/** One problem in one line, without its place: `agent[0].wach: unknown key; did you mean "watch"?` */
export function sentence({ key, found, expected, nearest, mend }: Problem): string {
  const isBare = found === UNKNOWN_KEY || found === MISSING || found === NOT_YET
  // The nearest name says what was expected, and a missing or early key says it itself.
  const isClear = isBare && (found !== UNKNOWN_KEY || nearest !== undefined)
  const what = isBare ? found : `found ${found}`
  return printable(
    `${key === '' ? '' : `${key}: `}${what}${isClear ? '' : `, expected ${expected}`}; ${mend}`,
  )
}

/** The source line and a caret under the column; nothing where the line is empty. A long line is cut around the column. */
function excerpt(line: string, { line: number, column }: Problem): string[] {
  if (line.trim() === '') return []
  const from = Math.max(0, Math.min(column - 1 - MAX_SHOWN / 2, line.length - MAX_SHOWN))
  const shown = printable(line.slice(from, from + MAX_SHOWN)).trimEnd()
  const margin = `${String(number).padStart(5)} | `
  return [margin + shown, `${' '.repeat(margin.length - 2)}| ${' '.repeat(column - 1 - from)}^`]
}

/** Text of the file as a terminal may get it: what controls or reorders becomes one blank each, so that columns stay. */
function printable(text: string): string {
  return text.replace(new RegExp(UNSAFE_TEXT.source, 'gu'), ' ')
}
