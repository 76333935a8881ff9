import { describe, expect, test } from 'vitest'
import type { ProfileName } from '../../../src/model/team.ts'
import { type Reading, readingOf } from '../../support/screens/reading.ts'
import {
  asRows,
  type RecordedScreen,
  recordedScreens,
  rowsOf,
} from '../../support/screens/recorded-screens.ts'
import { STATE_TABLE, TABLE_CLIS } from '../../support/screens/state-table.ts'

/**
 * What may be made of a screen of which a part is missing. Nothing is typed into a box that holds words, nothing is answered in a
 * dialog that is not known, and a limit counts beside a transcript alone: those are never more than the whole screen allows. At a
 * limit no turn is under way, so that its box may be called idle where the limit's own line is cut off.
 */
const MAY_READ: Readonly<Record<Reading, readonly Reading[]>> = {
  idle: ['idle', 'draft'],
  'background job': ['background job', 'draft'],
  draft: ['draft'],
  working: ['working', 'draft'],
  'start-up dialog': ['start-up dialog', 'other dialog', 'draft'],
  permission: ['permission', 'other dialog', 'draft'],
  question: ['question', 'other dialog', 'draft'],
  'limit menu': ['limit menu', 'other dialog', 'limited', 'draft'],
  'other dialog': ['other dialog', 'draft'],
  limited: ['limited', 'idle'],
  'limited, goes on': ['limited', 'limited, goes on', 'idle'],
  unknown: [],
}

const ofTable = recordedScreens().filter(({ cli }) => Object.hasOwn(STATE_TABLE, cli))
const screensOf = (cli: ProfileName) => ofTable.filter((screen) => screen.cli === cli)

/** Other drawings of one screen. */
type Cuts = (rows: readonly string[]) => readonly (readonly string[])[]

/** Which of some screens say what they may not, when they are shown so. */
function wrong(some: readonly RecordedScreen[], cuts: Cuts): string[] {
  const found = some.flatMap(({ cli, path }) => {
    const rows = rowsOf(path)
    const own = readingOf(cli, rows)
    const read = cuts(rows).map((cut) => readingOf(cli, asRows(cut)))
    const bad = read.filter((reading) => reading !== 'unknown' && !MAY_READ[own].includes(reading))
    return bad.map((reading) => `${path}: ${own} became ${reading}`)
  })
  return [...new Set(found)]
}

const WIDTHS = Array.from({ length: 141 }, (_, index) => 60 + index)
const PIECES = new Map(WIDTHS.map((width) => [width, new RegExp(`.{1,${width}}`, 'gu')]))
const wrapped = (rows: readonly string[], width: number) =>
  rows.flatMap((row) => row.match(PIECES.get(width) ?? /.+/g) ?? [''])
const cutOff = (rows: readonly string[], width: number) =>
  rows.map((row) => [...row].slice(0, width).join(''))
/** A screen at every width at which it is not what it was. */
const narrowed = (rows: readonly string[], draw: typeof wrapped) =>
  WIDTHS.filter((width) => rows.some((row) => row.length > width)).map((width) => draw(rows, width))

describe('a screen that is broken at another width, before its CLI has drawn it anew', () => {
  test.each(TABLE_CLIS)('%s, at every width from 60 to 200 columns', (cli) => {
    expect(wrong(screensOf(cli), (rows) => narrowed(rows, wrapped))).toEqual([])
  })

  test('in the alternate screen, where tmux cuts what is too wide', () => {
    const alternate = ofTable.filter(
      ({ cli, name }) => cli === 'opencode' || /-(fullscreen|alternate)$/.test(name),
    )
    expect(alternate.length).toBeGreaterThan(5)
    expect(wrong(alternate, (rows) => narrowed(rows, cutOff))).toEqual([])
  })
})

describe('a screen whose first rows are missing', () => {
  test.each(TABLE_CLIS)('%s, however few are left', (cli) => {
    expect(wrong(screensOf(cli), (rows) => rows.map((_, first) => rows.slice(first)))).toEqual([])
  })
})

/** They hold an older box that was whole, with all that stands below it: cut off behind it, they are the screen of that moment. */
const HOLD_AN_OLDER_BOX = [
  'claude/dialog/below-an-old-box',
  'codex/dialog/cheaper-model',
  'codex/dialog/permission-command',
  'codex/unknown/an-echo-far-up',
]
/** The right half of its row of modes tells of the job: without it, the row is the one that stood there before. */
const LOSES_ITS_JOB = 'gemini/idle/background-shell@0.61.0-200.txt: background job became idle'
const isOfOneMoment = ({ cli, name }: RecordedScreen) => !HOLD_AN_OLDER_BOX.includes(`${cli}/${name}`)

describe('a screen that is half drawn', () => {
  const half = (row: string) => row.slice(0, Math.floor(row.length / 2))

  test.each(TABLE_CLIS)('%s, however many of its last rows are missing', (cli) => {
    const some = screensOf(cli).filter(isOfOneMoment)
    expect(wrong(some, (rows) => rows.map((_, height) => rows.slice(0, height)))).toEqual([])
  })

  test.each(TABLE_CLIS)('%s, its last rows missing, and the one above them torn in the middle', (cli) => {
    const some = screensOf(cli).filter(isOfOneMoment)
    expect(wrong(some, (rows) => rows.map((row, at) => [...rows.slice(0, at), half(row)]))).toEqual([])
  })

  test.each(TABLE_CLIS)('%s, one row torn in the middle, as a new one is drawn over it', (cli) => {
    const torn: Cuts = (rows) => rows.map((row, at) => rows.with(at, half(row)))
    expect(wrong(screensOf(cli), torn)).toEqual(cli === 'gemini' ? [LOSES_ITS_JOB] : [])
  })

  test('a dialog below an older box, from its chosen row on: it is never a box to type into', () => {
    const older = ofTable.filter((screen) => !isOfOneMoment(screen) && screen.name.startsWith('dialog/'))
    const dialogs = [...older, ...ofTable.filter(({ name }) => name.startsWith('dialog/'))]
    expect(older.length).toBeGreaterThan(3)
    expect(wrong(dialogs, (rows) => heightsFromChosen(rows).map((height) => rows.slice(0, height)))).toEqual(
      [],
    )
  })
})

/** Every height of a dialog that shows its chosen row; none for one without. */
function heightsFromChosen(rows: readonly string[]): number[] {
  const chosen = rows.findLastIndex((row) => /^[\s│]*[❯›●>→] \S/.test(row))
  return chosen < 0 ? [] : rows.map((_, index) => index + 1).slice(chosen)
}
