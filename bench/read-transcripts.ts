/** What the watchdog does with transcripts, as a process of its own for bench/transcripts.ts: read and book. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { OUTSIDE } from '../src/model/ledger.ts'
import { type Reading, type SourceProgress, sourceKey } from '../src/model/source.ts'
import { addTokens, NO_TOKENS } from '../src/model/tokens.ts'
import { standingUse, type Use } from '../src/model/use.ts'
import { type LinesSource, readLines } from '../src/observe/read-lines.ts'
import { openForWriting } from '../src/store/database.ts'
import { Ledger } from '../src/store/ledger.ts'
import { sumsOfWindows } from '../src/store/ledger-sums.ts'
import { keepHeapSmall } from '../src/system/small-heap.ts'
import { claudeUsage } from '../src/transcripts/claude-usage.ts'

/** About this much is read, of as many files as there are in it, before it is booked; as the watchdog does (observe/transcripts.ts). */
const BATCH_BYTES = 1.5 * 1024 * 1024

// As the watchdog does.
keepHeapSmall()

const [folder = '', stateFile = ''] = process.argv.slice(2)

const uses = new Map<string, Use>()
// Without a file it is counted in memory alone.
const database = stateFile === '' ? null : openForWriting(stateFile)
const ledger = database ? new Ledger(database) : null
const positions = ledger?.positions() ?? new Map<string, SourceProgress>()
const sources = sourcesIn(folder)
for (let readings = look(); readings.length > 0; readings = look()) book(readings)
const sums = database
  ? sumsOfWindows(database, [OUTSIDE]).map(({ tokens }) => tokens)
  : [...uses.values()].map(({ tokens }) => tokens)
database?.close()
console.log(JSON.stringify(sums.reduce(addTokens, NO_TOKENS)))

function sourcesIn(from: string): LinesSource[] {
  return filesIn(from)
    .filter((path) => path.endsWith('.jsonl'))
    .sort()
    .map((path) => ({ kind: 'lines', format: 'claude', path }))
}

/** `readdirSync` takes four times as long to go down by itself. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}

/** What is new in the sources from the front on; those that are read to their end are done with. */
function look(): Reading[] {
  const readings: Reading[] = []
  let left = BATCH_BYTES
  for (let source = sources[0]; source && left > 0; source = sources[0]) {
    const key = sourceKey(source)
    const read = readLines(source, claudeUsage, positions.get(key)?.position ?? null, left)
    if (typeof read !== 'string') {
      positions.set(key, { agent: 'a', position: read.position })
      readings.push({ agent: 'a', source: key, read })
      left -= read.bytes
    }
    if (typeof read === 'string' || !read.more) sources.shift()
  }
  return readings
}

function book(readings: readonly Reading[]): void {
  ledger?.book(readings, [], () => OUTSIDE, 0)
  if (ledger) return
  for (const use of readings.flatMap(({ read }) => read.uses)) {
    const before = uses.get(use.id)
    uses.set(use.id, before ? standingUse('largest', before, use) : use)
  }
}
