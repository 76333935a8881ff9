/** What the watchdog does with transcripts, as a process of its own for bench/transcripts.ts: read and book. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Reading, type SourceProgress, sourceKey } from '../src/model/source.ts'
import { addTokens, NO_TOKENS } from '../src/model/tokens.ts'
import { standingUse, type Use } from '../src/model/use.ts'
import { type LinesSource, readLines } from '../src/observe/read-lines.ts'
import { openForWriting } from '../src/store/database.ts'
import { Ledger } from '../src/store/ledger.ts'
import { sumsOfWindows } from '../src/store/ledger-sums.ts'
import { claudeUsage } from '../src/transcripts/claude-usage.ts'

/** Read at most this much before it is booked. */
const BUDGET_BYTES = 16 * 1024 * 1024
const WINDOW = 0

const [folder = '', stateFile = ''] = process.argv.slice(2)

const uses = new Map<string, Use>()
// Without one it is counted in memory alone.
const database = stateFile === '' ? null : openForWriting(stateFile)
const ledger = database ? new Ledger(database) : null
const positions = ledger?.positions() ?? new Map<string, SourceProgress>()
for (const source of sourcesIn(folder)) readToEnd(source)
const sums = database
  ? sumsOfWindows(database, [WINDOW]).map(({ tokens }) => tokens)
  : [...uses.values()].map(({ tokens }) => tokens)
database?.close()
console.log(JSON.stringify(sums.reduce(addTokens, NO_TOKENS)))

function sourcesIn(from: string): LinesSource[] {
  return readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl'))
    .sort()
    .map((path) => ({ kind: 'lines', format: 'claude', path: join(from, path) }))
}

function readToEnd(source: LinesSource): void {
  const key = sourceKey(source)
  for (;;) {
    const read = readLines(source, claudeUsage, positions.get(key)?.position ?? null, BUDGET_BYTES)
    if (typeof read === 'string') return
    positions.set(key, { agent: 'a', position: read.position })
    book({ agent: 'a', source: key, read })
    if (!read.more) return
  }
}

function book(reading: Reading): void {
  ledger?.book([reading], [], () => WINDOW, 0)
  if (ledger) return
  for (const use of reading.read.uses) {
    const before = uses.get(use.id)
    uses.set(use.id, before ? standingUse('largest', before, use) : use)
  }
}
