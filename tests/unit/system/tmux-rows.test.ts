import fc from 'fast-check'
import { expect, test } from 'vitest'
import { captureCommands, readCaptures } from '../../../src/system/tmux-captures.ts'
import { parsePaneRow } from '../../../src/system/tmux-rows.ts'

const ROW = [
  'N',
  's',
  '%1',
  '1',
  '7',
  '',
  '42',
  '99',
  '0',
  '0',
  '1',
  '0',
  '3',
  '4',
  '200',
  '50',
  '5',
  'sh',
  'o',
  '1',
  '12',
  'a',
  'b',
]

test('a row is read field by field, and a title may hold tabs', () => {
  expect(parsePaneRow('N', ROW.join('\t'))).toMatchObject({
    paneId: '%1',
    dead: true,
    deadStatus: 7,
    deadSignal: null,
    panePid: 42,
    activitySec: 99,
    attached: 1,
    cursorY: 4,
    command: 'sh',
    typed: 12,
    title: 'a b',
  })
})

test('a row without the nonce, too short or with a wrong id is none', () => {
  expect(parsePaneRow('M', ROW.join('\t'))).toBeNull()
  expect(parsePaneRow('N', ROW.slice(0, 12).join('\t'))).toBeNull()
  expect(parsePaneRow('N', ROW.with(2, '@1').join('\t'))).toBeNull()
})

test('no text makes the readers throw', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (lines) => {
      readCaptures(
        'N',
        lines.map((line) => `N ${line}`),
      )
      for (const line of lines) parsePaneRow('N', `N\t${line}`)
    }),
  )
})

test('a screen ends where its marker says, without blanks at its end; what is above comes apart', () => {
  const lines = ['noise', 'N 7 2 0', 'old  ', 'top', 'b  ', 'N 8 2 1', 'old', '', '', 'N 9 2 0']
  expect(readCaptures('N', lines)).toEqual([
    { paneId: '%7', screen: ['top', 'b'], above: ['old'] },
    { paneId: '%8', screen: [], above: [] },
  ])
})

test('the marker holds no bare percent sign, which tmux would read as a time', () => {
  expect(captureCommands('N', '%17')).toMatch(/^display-message -p -t %17 '[^%]*s\/%\/\/:pane_id[^%]*' ;/)
})
