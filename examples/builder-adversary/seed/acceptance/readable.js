/** Checks the readability rules of SPEC.md in src/ and bin/; prints each breach, and a last line that says it all. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const MAX_COLUMNS = 100
const MAX_FUNCTION_LINES = 30

const files = ['src', 'bin'].flatMap((folder) =>
  existsSync(folder) ? readdirSync(folder).map((file) => `${folder}/${file}`) : [],
)
const breaches = files.flatMap(breachesOf)

process.stdout.write([...breaches, summary(), ''].join('\n'))
process.exit(breaches.length || files.length === 0 ? 1 : 0)

function summary() {
  if (files.length === 0) return 'nothing to read in src/ or bin/'
  if (breaches.length > 0) return `breaches: ${breaches.length}, first ${breaches[0]}`
  return `all readable: ${files.join(' ')}`
}

function breachesOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    const at = `${file}:${index + 1}:`
    if (line.length > MAX_COLUMNS)
      return [`${at} ${line.length} characters in a line, at most ${MAX_COLUMNS}`]
    if (line.startsWith('export ') && !lines[index - 1]?.endsWith('*/'))
      return [`${at} an export without a doc comment`]
    const length = functionLength(lines, index)
    return length > MAX_FUNCTION_LINES
      ? [`${at} a function of ${length} lines, at most ${MAX_FUNCTION_LINES}`]
      : []
  })
}

/** Lines of the top-level function that begins at `index`, up to its closing brace in the first column; 0: none begins. */
function functionLength(lines, index) {
  if (!/^(export )?(default )?(async )?function\b/.test(lines[index])) return 0
  const end = lines.indexOf('}', index)
  return (end < 0 ? lines.length : end) - index + 1
}
