import { isObject, listOf, shown } from './fields.ts'

/** Inputs of tools that say most about a call, in this order; what is first stands first and without its name. */
const TELLING = [
  ...['command', 'cmd', 'script', 'file_path', 'filePath', 'absolute_path', 'notebook_path'],
  ...['pattern', 'query', 'url', 'path', 'skill', 'description', 'subject', 'prompt', 'plan', 'input'],
]

/** The input of a tool as a person reads it: what it is about first, then the rest as `name=value`. */
export function toolInput(input: unknown): string {
  if (!isObject(input)) return wordsOf(input)
  const first = TELLING.find((name) => shown(input[name]) !== '')
  const rest = Object.entries(input).filter(([name, value]) => name !== first && shown(value) !== '')
  const words = rest.map(([name, value]) => `${name}=${quoted(value)}`)
  return [...(first === undefined ? [] : [wordsOf(input[first])]), ...words].join(' ')
}

/** Text of what came back: a text, a list of blocks with a `text`, or anything else as JSON. */
export function toolOutput(output: unknown): string {
  if (!Array.isArray(output)) return shown(output)
  return listOf(output).map(blockText).filter(Boolean).join('\n')
}

function blockText(block: unknown): string {
  if (!isObject(block)) return shown(block)
  if (typeof block.text === 'string') return block.text
  return typeof block.type === 'string' ? `[${block.type}]` : shown(block)
}

/** `["bash", "-lc", "ls"]` is a command line. */
function wordsOf(value: unknown): string {
  const isWords = Array.isArray(value) && value.every((word) => typeof word === 'string')
  return isWords ? value.join(' ') : shown(value)
}

function quoted(value: unknown): string {
  return typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value)
}
