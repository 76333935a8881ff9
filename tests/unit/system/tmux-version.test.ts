import { expect, test } from 'vitest'
import { judgeVersion } from '../../../src/system/tmux-version.ts'

test.each(['tmux 3.1c', 'tmux 2.9a', 'tmux 3.0'])('%s is refused in one sentence', (printed) => {
  expect(judgeVersion(printed)).toEqual({
    ok: false,
    message: `${printed} is too old: agents needs tmux 3.2 or newer`,
  })
})

test.each(['', 'screen 4.9', 'tmux'])('what is no version (%j) is refused', (printed) => {
  expect(judgeVersion(printed)).toMatchObject({ ok: false })
})

test.each([
  'tmux 3.2',
  'tmux 3.2a\n',
  'tmux 3.3a',
  'tmux 3.6b',
  'tmux 3.7c',
  'tmux next-3.8',
  'tmux master',
  'tmux 4.0',
  'tmux openbsd-7.4',
])('%s is fit', (printed) => {
  expect(judgeVersion(printed)).toMatchObject({ ok: true })
})

test('the faults of a version are told, and only those', () => {
  const faults = (printed: string) => {
    const verdict = judgeVersion(printed)
    return verdict.ok ? verdict.faults.map(({ what }) => what) : []
  }
  expect(faults('tmux 3.3a').join()).toMatch(/pasting.*control-mode.*window-size/)
  expect(faults('tmux 3.4').join()).not.toMatch(/pasting/)
  expect(faults('tmux 3.7')).toEqual([])
})
