import { describe, expect, test } from 'vitest'
import { PROFILES } from '../../../src/backends/list.ts'
import { readScreen } from '../../../src/backends/read-screen.ts'
import type { ProfileName } from '../../../src/model/team.ts'
import { recordedScreens, rowsOf } from '../../support/screens/recorded-screens.ts'
import { NOON_MS } from '../../support/situation.ts'

const read = (cli: ProfileName, rows: readonly string[]) =>
  readScreen(PROFILES[cli], { active: null, limit: null }, rows, NOON_MS)

describe('a long paste that its CLI shows as one word is known by its size', () => {
  const recorded = recordedScreens().filter(
    ({ cli, name }) => /^(gemini|qwen|opencode)$/.test(cli) && name.startsWith('draft/folded-'),
  )

  test.each(recorded.map(({ cli, path }) => [cli, path] as const))('%s: %s', (cli, path) => {
    const { folded } = read(cli, rowsOf(path))
    expect(folded?.lines ?? folded?.chars ?? 0).toBeGreaterThan(20)
  })

  test('there are some of each', () => {
    expect(new Set(recorded.map(({ cli }) => cli)).size).toBe(3)
  })
})

test('a long name of the folder to the right of OpenCode’s box is no draft in it', () => {
  const rows = rowsOf('opencode/idle/finished@1.18.33-200.txt')
  const bottom = rows.findLastIndex((row) => row.includes('╹▀'))
  const beside = rows.with(bottom - 2, `${(rows[bottom - 2] ?? '').padEnd(160)}~/a/long/name/of`)
  expect(read('opencode', beside).composer).toBe('')
})
