import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PROFILES } from '../../../src/backends/list.ts'
import { readTitle } from '../../../src/backends/read-title.ts'
import type { CliName } from '../../clis/versions.ts'
import { driftOf } from './drift.ts'
import { type Reading, readingOf } from './reading.ts'
import { pathOf, recordedScreens, rowsOf, SCREENS_FOLDER } from './recorded-screens.ts'
import { STATE_TABLE } from './state-table.ts'
import { isSeen } from './states.ts'
import type { Taken } from './take.ts'

/** What came of one recording. */
export interface Recorded {
  readonly path: string
  /** `same`: but for chance, the file stays as it is; `first`: there was none to compare with. */
  readonly kind: 'same' | 'first' | 'drifted'
  /** What it is compared with; null: nothing. */
  readonly older: string | null
  /** Rows that went (`- `) and came (`+ `). */
  readonly rows: readonly string[]
  readonly reads: Reading
  /** null: its name is in no row of the table. */
  readonly expected: Reading | null
  readonly title: string
}

/** What a recording is to be kept as. */
export interface Name {
  readonly cli: CliName
  readonly name: string
  readonly version: string
  readonly columns: number
}

/** Compares a screen with the newest recording of its state and width, and writes it down unless it is the same. */
export function keep(as: Name, { rows, title }: Taken): Recorded {
  const path = pathOf(as.cli, as.name, as.version, as.columns)
  const older = newestOf(as)
  const drift = older === null ? [] : driftOf(rowsOf(older), rows)
  const kind = older === null ? 'first' : drift.length === 0 ? 'same' : 'drifted'
  const file = join(SCREENS_FOLDER, path)
  if (kind !== 'same' || !existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${rows.join('\n')}\n`)
  }
  const says = readTitle(PROFILES[as.cli], title, 0)?.says ?? 'nothing'
  return {
    ...{ path, kind, older, rows: drift, reads: readingOf(as.cli, rows), expected: expectedOf(as) },
    title: `${JSON.stringify(title)} says ${says}`,
  }
}

function newestOf({ cli, name, columns }: Name): string | null {
  const ours = recordedScreens().filter(
    (screen) =>
      screen.cli === cli && screen.name === name && screen.columns === columns && screen.version !== null,
  )
  return ours.toSorted((one, other) => newer(one.version, other.version)).at(-1)?.path ?? null
}

function newer(one: string | null, other: string | null): number {
  return (one ?? '').localeCompare(other ?? '', 'en', { numeric: true })
}

function expectedOf({ cli, name }: Name): Reading | null {
  const rows = Object.values(STATE_TABLE[cli]).filter(isSeen)
  return rows.find(({ screens }) => screens.includes(name))?.reads ?? null
}

/** Whether the table of states still holds. */
export function isRight({ reads, expected }: Recorded): boolean {
  return reads === expected
}

/** One recording, for people. */
export function describeRecorded(one: Recorded): string {
  const { path, kind, older, rows, reads, expected, title } = one
  const reading = isRight(one) ? `reads ${reads}` : `READS ${reads}, the table says ${expected ?? 'nothing'}`
  const from = kind === 'drifted' ? ` from ${older}` : ''
  return [`${path}: ${kind}${from}; ${reading}; title ${title}`, ...rows.map((row) => `    ${row}`)].join(
    '\n',
  )
}
