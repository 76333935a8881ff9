import { expect, test } from 'vitest'
import { PROFILES } from '../../../src/backends/list.ts'
import { readScreen } from '../../../src/backends/read-screen.ts'
import { type DialogSeen, nextKey } from '../../../src/model/dialog.ts'
import type { OnLimit } from '../../../src/model/team.ts'
import {
  asRows,
  type RecordedScreen,
  recordedScreens,
  rowsOf,
} from '../../support/screens/recorded-screens.ts'
import { NOON_MS } from '../../support/situation.ts'

/** What no key of ours may ever choose, in whatever dialog of whatever CLI. */
const HARMFUL =
  /\bexit\b|\bquit\b|\bno\b|don't trust|\bupgrade\b|\bupdate\b|\bswitch\b|try new model|\breset to default|\bparent\b|\ball\b|\bfix\b|\balways\b|\ballow\b|\bproceed\b|add funds|priority|sign in|\bback\b|keep trying|never/i
/** The mark of the chosen row. */
const MARK = /^(\s*[│┃]?\s*)[❯›●>→](\s+)(?=\S)/

const dialogs = recordedScreens()
  .map((screen) => ({ screen, dialog: dialogOf(screen, rowsOf(screen.path)) }))
  .filter((one): one is { screen: RecordedScreen; dialog: DialogSeen } => one.dialog !== null)

function dialogOf({ cli }: RecordedScreen, rows: readonly string[], onLimit: OnLimit = 'wait') {
  const said = { active: null, limit: null, onLimit }
  return readScreen(PROFILES[cli], said, asRows(rows), NOON_MS).dialog
}

/** The option that keys would end at, when each moves the choice by one row; null: no key is pressed. */
function takenBy(dialog: DialogSeen): string | null {
  let { chosen } = dialog
  for (let presses = 0; presses <= dialog.options.length; presses++) {
    const key = nextKey({ ...dialog, chosen })
    if (key === null || chosen === null) return null
    if (key === 'Enter') return dialog.options[chosen] ?? null
    chosen += key === 'Down' ? 1 : -1
  }
  throw new Error('the keys never end')
}

/** The same screen with the mark of the choice at each of its rows. */
function withEachRowChosen(rows: readonly string[], dialog: DialogSeen): string[][] {
  const at = rows.findLastIndex((row) => MARK.test(row))
  const [whole = '', before = '', gap = ''] = MARK.exec(rows[at] ?? '') ?? []
  const mark = whole.trimStart().replace(/^[│┃]\s*/, '')[0] ?? ''
  const plain = rows.with(at, `${before} ${gap}${rows[at]?.slice(whole.length)}`)
  const isOption = (row: string) =>
    dialog.options.some((option) => {
      const words =
        row
          .slice(whole.length)
          .trimStart()
          .replace(/^\d+\. +/, '')
          .replace(/^✔ /, '')
          .split(/ {2,}/)[0] ?? ''
      return (
        words !== '' && row.slice(0, whole.length).trim().replace('│', '') === '' && option.startsWith(words)
      )
    })
  return plain.flatMap((row, index) =>
    isOption(row) ? [plain.with(index, `${before}${mark}${gap}${row.slice(whole.length)}`)] : [],
  )
}

test('a dialog of each kind is among the screens', () => {
  expect(dialogs.length).toBeGreaterThan(60)
  expect(new Set(dialogs.map(({ dialog }) => dialog.kind))).toEqual(
    new Set(['startup', 'permission', 'question', 'limit', 'other']),
  )
})

test.each(dialogs)('no key of ours ends, switches, upgrades or permits: $screen.path', ({ dialog }) => {
  const taken = takenBy(dialog)
  if (dialog.kind !== 'startup' && dialog.kind !== 'limit') expect(taken).toBeNull()
  expect(taken ?? '').not.toMatch(HARMFUL)
})

test.each(dialogs.filter(({ dialog }) => dialog.chosen !== null && dialog.options[0] !== 'Enter'))(
  'whichever row is chosen, the same one is taken or none: $screen.path',
  ({ screen, dialog }) => {
    const moved = withEachRowChosen(rowsOf(screen.path), dialog)
    for (const rows of moved) {
      const seen = dialogOf(screen, rows)
      expect([takenBy(dialog), null]).toContain(seen && takenBy(seen))
    }
    const chosen = new Set(moved.map((rows) => dialogOf(screen, rows)?.chosen))
    if (takenBy(dialog) !== null) expect(chosen.size).toBe(dialog.options.length)
  },
)

test.each(dialogs)(
  'with any one row gone, the same is taken or nothing: $screen.path',
  ({ screen, dialog }) => {
    const rows = rowsOf(screen.path)
    for (let at = 0; at < rows.length; at++) {
      const seen = dialogOf(screen, rows.toSpliced(at, 1))
      expect({ at, taken: [takenBy(dialog), null].includes(seen && takenBy(seen)) }).toEqual({
        at,
        taken: true,
      })
    }
  },
)

test.each(dialogs.filter(({ dialog }) => takenBy(dialog) !== null))(
  'with an option gone that it is known by, a person is asked: $screen.path',
  ({ screen, dialog }) => {
    const rows = rowsOf(screen.path)
    const answer = dialog.options[dialog.answer ?? -1] ?? ''
    const without = rows.filter((row) => !row.includes(answer.split(' ').slice(0, 3).join(' ')))
    const seen = dialogOf(screen, without)
    if (without.length < rows.length) expect(seen && takenBy(seen)).toBeNull()
  },
)
