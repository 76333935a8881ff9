import { headText, stampOf } from '../system/files.ts'

/** What the first lines of a transcript say of it. */
export interface Head {
  /** Session or thread. */
  readonly id: string
  /** Where it was begun: a path without links, or what the CLI writes in its place. */
  readonly folder: string
  readonly beganMs: number
  /** It is a sub-agent's. */
  readonly isSub: boolean
  /** Session or thread that started the sub-agent; null: not told. */
  readonly parent: string | null
}

/** The head in the first lines; null: they do not tell it yet. */
export type HeadReader = (rows: Iterable<Row>) => Head | null

export type Row = Readonly<Record<string, unknown>>

/** Lines from the start in which a head and the first words of a user are looked for; Codex's first line has 20 kB and more. */
const HEAD_BYTES = 256 * 1024

interface Known {
  bytes: number
  head: Head | null
}

/** Heads of transcripts, each read once; one that is not told yet is read again when its file has grown. */
export class Heads {
  /** Some file does not tell yet what was asked of it: the next look may bring more. */
  isWaiting = false
  readonly #read: HeadReader
  readonly #known = new Map<string, Known>()
  /** Last written before any run of ours: they cannot have begun in one, whatever is added to them. */
  readonly #old = new Map<string, number>()
  readonly #tags = new Map<string, { bytes: number; tags: readonly number[] }>()

  constructor(read: HeadReader) {
    this.#read = read
  }

  /** null: not told (yet). With `sinceMs`, files that were last written before it are left unread. */
  head(path: string, sinceMs = Number.NEGATIVE_INFINITY): Head | null {
    const known = this.#known.get(path)
    if (known?.head) return known.head
    if ((this.#old.get(path) ?? Number.POSITIVE_INFINITY) <= sinceMs) return null
    const stamp = stampOf(path)
    if (!stamp) return null
    if (stamp.changedMs < sinceMs) {
      this.#old.set(path, sinceMs)
      return null
    }
    this.isWaiting ||= stamp.bytes < HEAD_BYTES
    if (known?.bytes === stamp.bytes) return null
    const head = this.#read(rowsIn(path))
    this.#known.set(path, { head, bytes: stamp.bytes })
    return head
  }

  /** Numbers of our messages in its first user texts, in order. */
  tags(path: string): readonly number[] {
    const known = this.#tags.get(path)
    const bytes = Math.min(stampOf(path)?.bytes ?? 0, HEAD_BYTES)
    this.isWaiting ||= bytes < HEAD_BYTES
    if (known?.bytes === bytes) return known.tags
    const tags = [...rowsIn(path)].flatMap((row) => tagsIn(userText(row)))
    this.#tags.set(path, { bytes, tags })
    return tags
  }
}

/** Each whole line of the start; of one JSON document the fields that a head needs. */
function* rowsIn(path: string): Generator<Row> {
  const text = headText(path, HEAD_BYTES)
  if (path.endsWith('.json')) {
    const found = [...text.matchAll(DOCUMENT_FIELD)].reverse()
    yield Object.fromEntries(found.map(({ groups }) => [groups?.name ?? '', groups?.value]))
    return
  }
  for (const line of text.split('\n').slice(0, -1)) {
    const row = parsed(line)
    if (row) yield row
  }
}

const DOCUMENT_FIELD = /"(?<name>sessionId|projectHash|startTime)"\s*:\s*"(?<value>[^"]*)"/g

function parsed(line: string): Row | null {
  try {
    return fields(JSON.parse(line))
  } catch {
    return null // torn: its reader counts it
  }
}

/** The value as an object; null: it is none. */
export function fields(value: unknown): Row | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null
}

/** '' for anything but a text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What a user wrote: Claude, pi and Qwen keep it in `message`, Codex in `payload`, Gemini in the row itself; '' for other rows. */
function userText(row: Row): string {
  const holder = fields(row.payload) ?? fields(row.message) ?? row
  if ((holder.role ?? row.type) !== 'user') return ''
  const content = holder.content ?? holder.parts
  if (!Array.isArray(content)) return textOf(content)
  return content.map((part) => textOf(fields(part)?.text)).join('\n')
}

const TAG = /\[agents#(\d{1,15})\]/g

function tagsIn(text: string): number[] {
  return [...text.matchAll(TAG)].map(([, number]) => Number(number))
}
