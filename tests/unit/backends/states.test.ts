import { describe, expect, test } from 'vitest'
import type { ProfileName } from '../../../src/model/team.ts'
import { type Reading, readingOf } from '../../support/screens/reading.ts'
import {
  asRows,
  type RecordedScreen,
  recordedScreens,
  rowsOf,
} from '../../support/screens/recorded-screens.ts'
import { SCENES } from '../../support/screens/scenes.ts'
import { STATE_TABLE, TABLE_CLIS, trapsOf } from '../../support/screens/state-table.ts'
import { isSeen, type StateName } from '../../support/screens/states.ts'

const screens = recordedScreens()

/** Each row of the table whose state is seen on a screen, with its recordings. */
const seen = TABLE_CLIS.flatMap((cli) =>
  Object.entries(STATE_TABLE[cli]).flatMap(([state, row]) =>
    isSeen(row)
      ? row.screens.map((name) => ({ cli, state: state as StateName, name, reads: row.reads }))
      : [],
  ),
)

const recordingsOf = (cli: ProfileName, name: string) =>
  screens.filter((screen) => screen.cli === cli && screen.name === name)

describe('each state reads as the table says, in every version and width', () => {
  test.each(seen)('$cli, $state: $name reads as $reads', ({ cli, name, reads }) => {
    const recordings = recordingsOf(cli, name)
    expect(recordings.length).toBeGreaterThan(0)
    for (const { path } of recordings) expect([path, readingOf(cli, rowsOf(path))]).toEqual([path, reads])
  })
})

describe('no state is left out without a word', () => {
  test.each(TABLE_CLIS)('%s: a state without a screen has its reason', (cli) => {
    const mute = Object.entries(STATE_TABLE[cli]).filter(([, row]) =>
      isSeen(row) ? row.screens.length === 0 : row.gap === '',
    )
    expect(mute).toEqual([])
  })

  test('what can be recorded anew stands in a row', () => {
    const named = new Set(seen.map(({ cli, name }) => `${cli}/${name}`))
    const scenes = Object.entries(SCENES).flatMap(([cli, { scenes }]) =>
      scenes.map(({ name }) => `${cli}/${name}`),
    )
    expect(scenes.filter((name) => !named.has(name))).toEqual([])
  })

  test('a CLI with screens stands in the table', () => {
    const clis = new Set(screens.map(({ cli }) => cli))
    expect([...clis].filter((cli) => !Object.hasOwn(STATE_TABLE, cli))).toEqual(['scripted', 'shell'])
  })

  test('most screens stand for a state: the others are traps', () => {
    for (const cli of TABLE_CLIS) {
      const all = screens.filter((screen) => screen.cli === cli).length
      expect(trapsOf(cli).length, cli).toBeLessThan(all / 2)
    }
  })
})

/**
 * What may be made of a screen of which a part is missing. Nothing is typed into a box that holds words, nothing is answered in a
 * dialog that is not known, and a limit counts beside a transcript alone: those are never more than the whole screen allows.
 */
const DIALOGS: readonly Reading[] = [
  'start-up dialog',
  'permission',
  'question',
  'limit menu',
  'other dialog',
]
const MAY_READ: Readonly<Record<Reading, readonly Reading[]>> = {
  idle: ['idle', 'draft'],
  draft: ['draft'],
  working: ['working', 'draft'],
  'start-up dialog': ['start-up dialog', 'other dialog', 'draft'],
  permission: ['permission', 'other dialog', 'draft'],
  question: ['question', 'other dialog', 'draft'],
  'limit menu': ['limit menu', 'other dialog', 'limited', 'draft'],
  'other dialog': ['other dialog', 'draft'],
  limited: ['limited', 'limited, goes on'],
  'limited, goes on': ['limited', 'limited, goes on'],
  unknown: [],
}

/** Which of some screens say what they may not, when they are shown so. */
function wrong(some: readonly RecordedScreen[], show: (rows: readonly string[]) => string[]): string[] {
  const found = some.flatMap(({ cli, name, path }) => {
    const rows = rowsOf(path)
    const own = readingOf(cli, rows)
    const cut = readingOf(cli, asRows(show(rows)))
    return cut === 'unknown' || MAY_READ[own].includes(cut) ? [] : [`${cli}/${name}: ${own} became ${cut}`]
  })
  return [...new Set(found)]
}

/** Between a new width and the CLI's own drawing, tmux breaks rows where it likes. The pane's title knows better in Codex. */
const NARROWED = [
  'claude/idle/prose-asks: idle became permission',
  'codex/working/reconnecting: working became idle',
  'codex/working/tool: working became idle',
]
/** Drawn below the box that was there before: without its lowest row nothing tells that it is a dialog. */
const HALF_DRAWN = ['codex/dialog/login: start-up dialog became idle']

/**
 * Its row stands high above its box, and may be cut off. OpenCode's screen is never cut so: it is the alternate one, which is drawn
 * for its pane.
 */
const TEN_ROWS = [
  'gemini/working/compressing: working became idle',
  'opencode/dialog/model: other dialog became idle',
]

const ofTable = screens.filter(({ cli }) => Object.hasOwn(STATE_TABLE, cli))
const wrapped = (row: string) => row.match(/.{1,60}/gu) ?? ['']

describe('a screen of which a part is missing is never more than it is', () => {
  test('in a pane of ten rows', () => {
    expect(wrong(ofTable, (rows) => rows.slice(-10))).toEqual(TEN_ROWS)
  })

  test('narrowed to sixty columns, before its CLI has drawn it anew', () => {
    expect(wrong(ofTable, (rows) => rows.flatMap(wrapped))).toEqual(NARROWED)
  })

  test('in the alternate screen, where tmux cuts what is too wide', () => {
    const alternate = ofTable.filter(
      ({ cli, name }) => cli === 'opencode' || /-(fullscreen|alternate)$/.test(name),
    )
    expect(alternate.length).toBeGreaterThan(5)
    expect(wrong(alternate, (rows) => rows.map((row) => [...row].slice(0, 60).join('')))).toEqual([])
  })

  test('a dialog that is half drawn, from its chosen row on: it is never a box to type into', () => {
    const dialogs = ofTable.filter(({ cli, path }) => DIALOGS.includes(readingOf(cli, rowsOf(path))))
    const found = dialogs.flatMap((screen) =>
      heightsFromChosen(rowsOf(screen.path)).flatMap((height) =>
        wrong([screen], (rows) => rows.slice(0, height)),
      ),
    )
    expect([...new Set(found)]).toEqual(HALF_DRAWN)
  })
})

/** Every height of a dialog that shows its chosen row; none for one without. */
function heightsFromChosen(rows: readonly string[]): number[] {
  const chosen = rows.findLastIndex((row) => /^[\s│]*[❯›●>→] \S/.test(row))
  return chosen < 0 ? [] : rows.map((_, index) => index + 1).slice(chosen)
}
