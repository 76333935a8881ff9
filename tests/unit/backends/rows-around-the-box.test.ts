import { describe, expect, test } from 'vitest'
import { PROFILES } from '../../../src/backends/list.ts'
import { readScreen } from '../../../src/backends/read-screen.ts'
import type { ProfileName } from '../../../src/model/team.ts'
import { NOON_MS } from '../../support/situation.ts'

const read = (cli: ProfileName, ...rows: string[]) =>
  readScreen(PROFILES[cli], { active: null, limit: null }, rows, NOON_MS)

const RULE = '─'.repeat(60)
const HINT = '*   Type your message or @path/to/file'
const YOLO = '  YOLO mode (shift + tab to cycle)'
const qwen = (above: readonly string[], box = HINT, ...below: string[]) =>
  read('qwen', ...above, RULE, box, RULE, ...(below.length > 0 ? below : [YOLO]))
const DONE = ['  > Please work.', '', '  ✦ It is done.', '']

describe('Qwen Code', () => {
  test("rests above a user's own status line", () => {
    expect(qwen(DONE, HINT, '  ~/repo on main', '  $0.12 (3 of 10)')).toMatchObject({
      state: 'idle',
      composer: '',
    })
    expect(qwen(DONE, HINT, '  42% of the context? never').state).toBe('idle')
  })

  test('is not known to rest while the row below its box is half drawn', () => {
    expect(qwen(DONE, HINT, '  YOLO mode (shift + t')).toMatchObject({ state: 'unknown', composer: null })
    expect(qwen(DONE, HINT, '  ? for sh').state).toBe('unknown')
  })

  test('works while texts wait, whatever their words are, and is not known where its own row is cut off', () => {
    const queue = ['  > a quotation', '  ✦ a bullet', '  Press ↑ to edit queued messages']
    const row = '  ..  Crafting it... (2s · esc to cancel)'
    expect(qwen([...DONE, row, '', ...queue])).toMatchObject({ state: 'working', detail: row.trim() })
    expect(qwen(queue).state).toBe('unknown')
  })

  test('with an empty box and nothing above it tells nothing: its row of work may stand there', () => {
    expect(qwen([]).state).toBe('unknown')
    expect(qwen(['    the end of an answer']).state).toBe('unknown')
  })

  test('tells of its shells in the background by their number alone', () => {
    expect(qwen(DONE, HINT, `${YOLO} · 2 shells`)).toMatchObject({ state: 'idle', job: '2 shells' })
    expect(qwen(DONE, HINT, '  ? for shortcuts · 1 shell').job).toBe('1 shell')
    expect(qwen([...DONE, '  ✦ I left 1 shell'], HINT).job).toBe('')
  })

  test('compacts with its box taken away; the same words in an answer or higher up are no work', () => {
    const row = '⠼ Compressing chat history'
    expect(read('qwen', ...DONE, `  ${row}`)).toMatchObject({ state: 'working', detail: row, composer: null })
    expect(read('qwen', ...DONE, `    ${row}`).state).toBe('unknown')
    expect(read('qwen', ...DONE, `  ${row}`, '', '  ✦ It is short now.').state).toBe('unknown')
    expect(qwen([...DONE, `    ${row}`]).state).toBe('idle')
  })
})

test.each(['gemini', 'qwen'] as const)('%s: an empty box without its hint is half drawn', (cli) => {
  const edge = (mark: string) => (cli === 'gemini' ? mark.repeat(60) : RULE)
  const boxOf = (words: string) => ['✦ It is done.', edge('▄'), words, edge('▀'), YOLO]
  expect(read(cli, ...boxOf(HINT))).toMatchObject({ state: 'idle', composer: '' })
  expect(read(cli, ...boxOf('*'))).toMatchObject({ state: 'unknown', composer: null })
  expect(read(cli, ...boxOf('* go'))).toMatchObject({ state: 'idle', composer: 'go' })
})

describe('Gemini CLI', () => {
  const gemini = (...above: string[]) =>
    read('gemini', ...above, RULE, ' YOLO Ctrl+Y', '▄'.repeat(60), HINT, '▀'.repeat(60), ' /model')

  test('tells of its processes in the background by their number alone, and not by its words about them', () => {
    const modes = ` YOLO Ctrl+Y${' '.repeat(20)}1 Background process`
    const below = ['▄'.repeat(60), HINT, '▀'.repeat(60), ' /model']
    expect(read('gemini', '✦ Done.', RULE, modes, ...below).job).toBe('1 Background process')
    expect(gemini('✦ Done.', '  I left 1 Background process')).toMatchObject({ state: 'idle', job: '' })
  })

  test('is not known to rest while its row of work is half drawn; a quoted one has another indent', () => {
    expect(gemini('✦ I look.', '', ' ⠧ Thin').state).toBe('unknown')
    expect(gemini('✦ I look.', '', '⠧ Compressing').state).toBe('unknown')
    expect(gemini('✦ It draws this:', '  ⠧ Thin').state).toBe('idle')
  })
})

describe('OpenCode', () => {
  const box = (...inside: string[]) => [
    ...inside.map((row) => `  ┃  ${row}`.trimEnd()),
    '  ┃  Build · tests-model tests',
    `  ╹${'▀'.repeat(56)}`,
    '   ~/repo   1.8K  ctrl+p commands',
  ]

  test('has an input box of three rows, with something above it; less is a part of one', () => {
    expect(read('opencode', '', ...box('', '', '')).composer).toBe('')
    expect(read('opencode', ...box('', '', '')).composer).toBe(null)
    expect(read('opencode', '', ...box('', '')).composer).toBe(null)
  })

  test('tries again, also where its row is cut behind `esc`: that is no list to choose from', () => {
    const row = `   ⬝⬝⬝⬝ Internal server error [retrying attempt #2]${' '.repeat(20)}esc`
    expect(read('opencode', '', ...box('', '', '').slice(0, -1), row).state).toBe('working')
    expect(read('opencode', `     Select model${' '.repeat(20)}esc`).state).toBe('dialog')
  })
})
