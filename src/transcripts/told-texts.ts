import type { LineFormat } from '../model/source.ts'
import type { AwaitedText, TextTold } from '../model/told.ts'
import { listOf, objectOf, textOf } from './fields.ts'
import { readRows } from './lines-with.ts'
import type { Fields } from './mended-lines.ts'
import { readIsoTime } from './times.ts'

/** The text that a row says the model was told by its user; null: it says nothing of the kind. */
type ToldText = (row: Fields) => string | null

/** Seen with the versions in tests/fixtures/transcripts. Gemini CLI tells a person's text and a tool's result alike. */
const FORMATS: Readonly<Record<LineFormat, ToldText>> = {
  claude: ({ type, message, attachment, isSidechain, isMeta }) => {
    if (isSidechain === true || isMeta === true) return null
    if (type === 'user') return wordsIn(objectOf(message).content)
    // A text that waited in its queue and was told in the middle of a turn. (`queue-operation` is the queue itself.)
    const { type: kind, prompt } = objectOf(attachment)
    return type === 'attachment' && kind === 'queued_command' ? wordsIn(prompt) : null
  },
  codex: ({ type, payload }) => {
    const { type: kind, role, content } = objectOf(payload)
    return type === 'response_item' && kind === 'message' && role === 'user' ? wordsIn(content) : null
  },
  gemini: ({ type, content }) => (type === 'user' ? wordsIn(content) : null),
  pi: ({ type, message }) => {
    const { role, content } = objectOf(message)
    return type === 'message' && role === 'user' ? wordsIn(content) : null
  },
  qwen: ({ type, message }) => (type === 'user' ? wordsIn(objectOf(message).parts) : null),
  scripted: ({ type, text }) => (type === 'user' ? textOf(text) : null),
}

/**
 * Which of our texts these lines (the last byte is a newline) show as told to the model, each once. Lines without one of them
 * are not read, and when none is awaited nothing is looked at.
 */
export function toldIn(format: LineFormat, lines: Buffer, awaited: readonly AwaitedText[]): TextTold[] {
  if (awaited.length === 0) return []
  const told = new Map<number, TextTold>()
  const marks = awaited.map(({ words }) => markIn(words))
  readRows(lines, marks, (row) => {
    const text = FORMATS[format](row)
    const atMs = readIsoTime(row.timestamp ?? row.at)
    if (text === null || atMs === null) return
    for (const one of awaited) {
      if (atMs >= one.sinceMs && isIn(one, text)) told.set(one.message, { message: one.message, atMs })
    }
  })
  return [...told.values()]
}

/** What of our words stands in the line as it is: JSON has nothing to escape in it, and no CLI changes its blanks. */
function markIn(words: string): string {
  const runs = words.match(/[^\s\p{C}"\\]+/gu) ?? []
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '') || words
}

/** CLIs trim texts, and make blanks of tabs. */
function isIn({ words, isWhole }: AwaitedText, text: string): boolean {
  return isWhole ? withoutBlanks(text) === withoutBlanks(words) : text.includes(words)
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '')
}

/** A text as it is, or the texts of a list of parts. */
function wordsIn(content: unknown): string {
  if (typeof content === 'string') return content
  return listOf(content)
    .map((part) => textOf(objectOf(part).text))
    .filter((text) => text !== '')
    .join('\n')
}
