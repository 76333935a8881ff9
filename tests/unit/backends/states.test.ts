import { describe, expect, test } from 'vitest'
import type { ProfileName } from '../../../src/model/team.ts'
import { readingOf } from '../../support/screens/reading.ts'
import { recordedScreens, rowsOf } from '../../support/screens/recorded-screens.ts'
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
