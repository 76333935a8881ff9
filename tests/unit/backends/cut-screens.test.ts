import { describe, expect, test } from 'vitest'
import { type Reading, readingOf } from '../../support/screens/reading.ts'
import {
  asRows,
  type RecordedScreen,
  recordedScreens,
  rowsOf,
} from '../../support/screens/recorded-screens.ts'
import { STATE_TABLE } from '../../support/screens/state-table.ts'

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

/** The three that CI runs: each cut of each of their screens was looked at. Of the others, what was seen to hold. */
const CLIS = ['claude', 'codex', 'pi']
const ofTable = recordedScreens().filter(({ cli }) => Object.hasOwn(STATE_TABLE, cli))
const ofThree = ofTable.filter(({ cli }) => CLIS.includes(cli))

/** Other drawings of one screen. */
type Cuts = (rows: readonly string[]) => readonly (readonly string[])[]

/** Which of some screens say what they may not, when they are shown so. */
function wrong(some: readonly RecordedScreen[], cuts: Cuts): string[] {
  const found = some.flatMap(({ cli, name, path }) => {
    const rows = rowsOf(path)
    const own = readingOf(cli, rows)
    const read = cuts(rows).map((cut) => readingOf(cli, asRows(cut)))
    const bad = read.filter((reading) => reading !== 'unknown' && !MAY_READ[own].includes(reading))
    return bad.map((reading) => `${cli}/${name}: ${own} became ${reading}`)
  })
  return [...new Set(found)]
}

/** A usual narrow pane, the usual wide one, and some that are no multiple of either. */
const WIDTHS = [60, 67, 72, 80, 93, 100, 120, 137, 160, 180, 199, 200]
const wrapped = (rows: readonly string[], width: number) =>
  rows.flatMap((row) => row.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''])

describe('a screen that is broken at another width, before its CLI has drawn it anew', () => {
  test('claude, codex and pi, from 60 to 200 columns', () => {
    expect(wrong(ofThree, (rows) => WIDTHS.map((width) => wrapped(rows, width)))).toEqual([])
  })

  test('every CLI, at sixty columns', () => {
    expect(wrong(ofTable, (rows) => [wrapped(rows, 60)])).toEqual([])
  })

  test('in the alternate screen, where tmux cuts what is too wide', () => {
    const alternate = ofTable.filter(
      ({ cli, name }) => cli === 'opencode' || /-(fullscreen|alternate)$/.test(name),
    )
    expect(alternate.length).toBeGreaterThan(5)
    expect(wrong(alternate, (rows) => [rows.map((row) => [...row].slice(0, 60).join(''))])).toEqual([])
  })
})

describe('a screen whose first rows are missing', () => {
  test('claude, codex and pi, however few are left', () => {
    expect(wrong(ofThree, (rows) => rows.map((_, first) => rows.slice(first)))).toEqual([])
  })

  // OpenCode draws its lists over the middle of its pane, as high as that is: none is ever cut off above.
  test('every CLI, in a pane of ten rows', () => {
    const some = ofTable.filter(({ cli, name }) => cli !== 'opencode' || name !== 'dialog/model')
    expect(wrong(some, (rows) => [rows.slice(-10)])).toEqual([])
  })
})

/** They hold an older box that was whole, with all that stands below it: cut off behind it, they are the screen of that moment. */
const HOLD_AN_OLDER_BOX = [
  'claude/dialog/below-an-old-box',
  'codex/dialog/cheaper-model',
  'codex/dialog/permission-command',
  'codex/unknown/an-echo-far-up',
]
const isOfOneMoment = ({ cli, name }: RecordedScreen) => !HOLD_AN_OLDER_BOX.includes(`${cli}/${name}`)

describe('a screen that is half drawn', () => {
  const half = (row: string) => row.slice(0, Math.floor(row.length / 2))

  test('however many of its last rows are missing', () => {
    const some = ofThree.filter(isOfOneMoment)
    expect(wrong(some, (rows) => rows.map((_, height) => rows.slice(0, height)))).toEqual([])
  })

  test('its last rows missing, and the one above them torn in the middle', () => {
    const some = ofThree.filter(isOfOneMoment)
    expect(wrong(some, (rows) => rows.map((row, at) => [...rows.slice(0, at), half(row)]))).toEqual([])
  })

  test('one row torn in the middle, as a new one is drawn over it', () => {
    expect(wrong(ofThree, (rows) => rows.map((row, at) => rows.with(at, half(row))))).toEqual([])
  })

  test('a dialog below an older box, from its chosen row on: it is never a box to type into', () => {
    const older = ofThree.filter((screen) => !isOfOneMoment(screen) && screen.name.startsWith('dialog/'))
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
