import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EMPTY, pressKey } from '../../../src/rehearsal/composer.ts'
import { Painter } from '../../../src/rehearsal/painter.ts'
import { frame, type View } from '../../../src/rehearsal/screen.ts'
import { clean, displayWidth, wrap } from '../../../src/rehearsal/text.ts'

const SIZE = { columns: 21, rows: 24 }
const RULE = '─'.repeat(20)
const FOOTER = '  ⏵⏵ scripted agent on · ? for shortcuts'
const IDLE: View = { busy: null, unfinished: null, queue: [], composer: EMPTY, dialog: null }

describe('the frame', () => {
  test('of an idle agent is the composer between two rules and the footer', () => {
    expect(frame(IDLE, SIZE, 0)).toEqual({ rows: [RULE, '❯ ', RULE, FOOTER], cursor: { row: 1, column: 2 } })
  })

  test('of a busy agent has the spinner with its seconds, and what is queued', () => {
    const view = {
      ...IDLE,
      busy: { word: 'Working', sinceMs: 1000 },
      queue: ['next', 'a text that is too long'],
    }
    expect(frame(view, SIZE, 4900).rows.slice(0, 4)).toEqual([
      '✢ Working… (3s · esc to interrupt)',
      '  Queued: next',
      '  Queued: a text…',
      '',
    ])
  })

  test('moves its spinner every 250 ms', () => {
    const view = { ...IDLE, busy: { word: 'Working', sinceMs: 0 } }
    const first = (ms: number) => frame(view, SIZE, ms).rows[0]
    expect(first(0)).not.toBe(first(250))
    expect(first(0)).toBe(first(249))
  })

  test('shows a text of several lines on several rows, with the cursor at its end', () => {
    const composer = pressKey(EMPTY, { kind: 'paste', text: 'one\nthis is more than a row' }, 0).composer
    const { rows, cursor } = frame({ ...IDLE, composer }, SIZE, 0)
    expect(rows.slice(1, 4)).toEqual(['❯ one', '  this is more than ', '  a row'])
    expect(cursor).toEqual({ row: 3, column: 7 })
  })

  test('of a dialog has neither composer nor footer, and marks the option', () => {
    const dialog = {
      verb: 'dialog',
      title: 'Go?',
      options: ['Yes', 'No'],
      chosen: 0,
      dangerous: 0,
      at: 1,
    } as const
    const { rows, cursor } = frame({ ...IDLE, dialog }, SIZE, 0)
    expect(rows.slice(0, 5)).toEqual([RULE, ' Go?', '', '   1. Yes', ' ❯ 2. No'])
    expect(rows.join()).not.toContain('⏵⏵')
    expect(cursor).toBeNull()
  })

  test('never has more rows than the screen', () => {
    const queue = Array.from({ length: 20 }, () => 'queued')
    expect(frame({ ...IDLE, queue }, { columns: 80, rows: 6 }, 0).rows).toHaveLength(5)
  })
})

describe('painting', () => {
  test('an equal frame draws nothing', () => {
    const painter = new Painter()
    expect(painter.paint([], frame(IDLE, SIZE, 0))).not.toBe('')
    expect(painter.paint([], frame(IDLE, SIZE, 5000))).toBe('')
  })

  test('a moved spinner draws its own row only', () => {
    const painter = new Painter()
    const view = { ...IDLE, busy: { word: 'Working', sinceMs: 0 } }
    painter.paint([], frame(view, SIZE, 0))
    expect(painter.paint([], frame(view, SIZE, 250))).not.toContain('─')
  })
})

describe('text', () => {
  test('is shown without escape sequences, control and bidirectional characters', () => {
    expect(clean('a\x1b[31mb\x1b]0;t\x07c\x9b2Jd\x00\x08\x7fe\u202ef\tg\r\nh\ud800')).toBe(
      'abcdef  g\nh\ufffd',
    )
  })

  test('is as wide as a terminal draws it', () => {
    expect(['abc', '漢字', '😀', 'e\u0301', '⏵❯─'].map(displayWidth)).toEqual([3, 4, 2, 1, 3])
  })

  test('wraps after spaces, and loses nothing', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick ', 'brown fox'])
    expect(wrap(' a😀', 2)).toEqual([' ', 'a', '😀'])
    const line = fc.string({ unit: fc.constantFrom('a', ' ', '漢', '😀', 'e\u0301'), maxLength: 80 })
    fc.assert(
      fc.property(line, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const rows = wrap(text, columns)
        expect(rows.join('')).toBe(text)
        expect(rows.every((row) => displayWidth(row) <= columns)).toBe(true)
      }),
    )
  })
})
