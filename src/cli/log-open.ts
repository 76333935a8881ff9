import { basename } from 'node:path'
import type { Source } from '../model/source.ts'
import { cleanForLine } from '../model/text.ts'
import { readStart } from '../system/file-start.ts'
import { exists } from '../system/files.ts'
import { standardInput, zstdLines } from '../system/stream-lines.ts'
import { logFormatNamed } from '../transcripts/log-formats.ts'
import { failure } from './exit.ts'
import { DocumentFeed } from './log-document-feed.ts'
import type { LogFeed } from './log-feed.ts'
import { FileFeed } from './log-file-feed.ts'
import { SessionFeed, sessionsIn, sessionsOfFile } from './log-opencode.ts'
import { StreamFeed } from './log-stream-feed.ts'

/** Enough to tell a SQLite file, a compressed one, and a document from lines. */
const START_BYTES = 64 * 1024

const SQLITE = Buffer.from('SQLite format 3\0')
/** RFC 8878, 3.1.1. */
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/**
 * Opens what a person named: `-` is standard input, a file is known by its first bytes. A database has many sessions, of which
 * one may be wanted. Throws ExitError for what is no transcript.
 */
export function openOperand(path: string, label: string, session: string | null): LogFeed[] {
  if (path === '-') return [standardFeed(label)]
  if (!exists(path))
    throw failure(`There is no file ${path}.`, 'The agent may not have been started yet: agents status')
  const start = startOf(path)
  if (start.subarray(0, SQLITE.length).equals(SQLITE)) return openDatabase(path, session)
  if (session !== null) throw failure(`${path} is no database.`, 'Leave --session out.')
  if (start.subarray(0, ZSTD.length).equals(ZSTD)) return [zstdFeed(path, label)]
  const older = sessionsOfFile(path).map(({ source, depth }) => new SessionFeed(source, label, depth))
  if (older.length > 0) return older
  return [isDocument(start) ? new DocumentFeed(path, label) : new FileFeed(path, label)]
}

function standardFeed(label: string): StreamFeed {
  const mend = 'Give it a file or a pipe: agent-log - < FILE'
  return new StreamFeed(standardInput(), { name: 'standard input', label, mend })
}

function zstdFeed(path: string, label: string): StreamFeed {
  const mend = 'It may be damaged: try `zstd -t` on it.'
  return new StreamFeed(zstdLines(path), { name: path, label, mend })
}

/** Opens a transcript whose format is known. */
export function openSource(source: Source, depth: number, label: string): LogFeed {
  switch (source.kind) {
    case 'lines':
      return new FileFeed(source.path, label, depth, logFormatNamed(source.format))
    case 'document':
      return new DocumentFeed(source.path, label, depth)
    default:
      return new SessionFeed(source, label, depth)
  }
}

function openDatabase(path: string, wanted: string | null): LogFeed[] {
  const sessions = sessionsIn(path, wanted)
  const isOne = sessions.filter(({ depth }) => depth === 0).length <= 1 || wanted !== null
  return sessions.map(
    ({ source, title, depth }) =>
      new SessionFeed(source, isOne ? '' : cleanForLine(title, LABEL_WIDTH), depth),
  )
}

/** The titles that OpenCode gives its sessions are half a sentence long. */
const LABEL_WIDTH = 24

/** What a transcript is called beside others: its file's name without endings, ids cut to what tells them apart. */
export function labelOf(path: string): string {
  if (path === '-') return 'stdin'
  return basename(path)
    .replace(/\.(jsonl|json|db|zst)\b/g, '')
    .replace(/^(?:rollout|session)-/, '')
    .replace(UUID, '$1')
}

const UUID = /([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

function startOf(path: string): Buffer {
  try {
    return readStart(path, START_BYTES)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw failure(`${path} cannot be read (${why}).`, 'Name a file that you may read.')
  }
}

/** A document's first line is only the beginning of an object. */
function isDocument(start: Buffer): boolean {
  const line = start.toString('utf8').trimStart().split('\n', 1)[0]?.trim() ?? ''
  return line === '{' || /^\{\s*"sessionId".*"messages"\s*:/.test(line)
}
