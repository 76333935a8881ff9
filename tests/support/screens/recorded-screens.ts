import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProfileName } from '../../../src/model/team.ts'

/** Where screens are kept: `<cli>/<folder>/<what>@<version>-<columns>.txt`; without a version it was drawn by hand. */
export const SCREENS_FOLDER = join(import.meta.dirname, '../../fixtures/screens')

/** One file of tests/fixtures/screens. */
export interface RecordedScreen {
  /** Path below the folder of screens. */
  readonly path: string
  readonly cli: ProfileName
  /** `working/streaming`: what it reads as, and what it shows. */
  readonly name: string
  /** Of the CLI; null: nobody recorded it, it was drawn by hand. */
  readonly version: string | null
  /** null: its name does not tell. */
  readonly columns: number | null
}

const NAME = /^(?<what>.+?)(?:@(?<version>\d+\.\d+\.\d+))?(?:-(?<columns>\d+))?\.txt$/

/** Every screen, in the order of its path. */
export function recordedScreens(): RecordedScreen[] {
  const paths = readdirSync(SCREENS_FOLDER, { recursive: true, encoding: 'utf8' })
  return paths
    .filter((path) => path.endsWith('.txt'))
    .sort()
    .map(screenAt)
}

function screenAt(path: string): RecordedScreen {
  const [cli = '', folder = '', file = ''] = path.split('/')
  const { what = file, version, columns } = NAME.exec(file)?.groups ?? {}
  return {
    ...{ path, cli: cli as ProfileName, name: `${folder}/${what}`, version: version ?? null },
    columns: columns === undefined ? null : Number(columns),
  }
}

/** The path of a screen of this name. */
export function pathOf(cli: ProfileName, name: string, version: string, columns: number): string {
  return `${cli}/${name}@${version}-${columns}.txt`
}

/** The rows of a screen, as a look at a pane has them. */
export function rowsOf(path: string): string[] {
  return asRows(readFileSync(join(SCREENS_FOLDER, path), 'utf8').split('\n'))
}

/** Rows without blanks at their ends, and without blank rows below. */
export function asRows(lines: readonly string[]): string[] {
  const rows = lines.map((line) => line.replace(/ +$/, ''))
  return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1)
}
