import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROFILES } from '../../../src/backends/list.ts'
import { readScreen } from '../../../src/backends/read-screen.ts'
import type { ScreenReading } from '../../../src/model/observation.ts'
import type { ProfileName } from '../../../src/model/team.ts'
import { NOON_MS } from '../../support/situation.ts'

const SCREENS = join(import.meta.dirname, '../../fixtures/screens')
/** What a user writes as limit_pattern. */
const LIMIT = /(hit|reached) your .{0,24}limit|limit reached|out of (extra usage|usage credits)/i

const fixture = (name: string) => readFileSync(join(SCREENS, name), 'utf8')

function read(profile: ProfileName, text: string): ScreenReading {
  const lines = text.split('\n').map((line) => line.replace(/[ ]+$/, ''))
  while (lines.at(-1) === '') lines.pop()
  return readScreen(PROFILES[profile], { active: null, limit: LIMIT }, lines, NOON_MS)
}

/** What people say of a reading: its state, but `draft` for an idle one whose box holds words. */
function expectation({ state, composer }: ScreenReading): string {
  return state === 'idle' && composer !== '' ? 'draft' : state
}

const files = readdirSync(SCREENS, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.txt'),
)

describe('each screen reads as its folder says', () => {
  test.each(files.sort())('%s', (name) => {
    const folder = dirname(name)
    const reading = read(dirname(folder) as ProfileName, readFileSync(join(SCREENS, name), 'utf8'))
    expect(expectation(reading)).toBe(basename(folder))
  })

  test('a dialog leaves no input box to type into', () => {
    for (const name of files.filter((one) => one.includes('/dialog/'))) {
      expect(
        read(name.split('/')[0] as ProfileName, readFileSync(join(SCREENS, name), 'utf8')).composer,
      ).toBe(null)
    }
  })
})

const RULE = '─'.repeat(80)
const box = (draft: string) => `${RULE}\n❯ ${draft}\n${RULE}\n  ⏵⏵ accept edits on`
const claude = (above: string, draft = '') => read('claude', `${above}\n\n${box(draft)}`)

describe('what is in the box', () => {
  test('is read without prompt and indent, over several lines', () => {
    expect(claude('⏺ Done.', 'one\n  two\n\n  four').composer).toBe('one\ntwo\n\nfour')
  })

  test('is nothing while Claude Code says there that texts wait in its queue', () => {
    const screen = readFileSync(join(SCREENS, 'claude/working/texts-queued@2.1.329-200.txt'), 'utf8')
    expect(read('claude', screen)).toMatchObject({ state: 'working', composer: '' })
  })

  test('is never taken for conversation: its tag, its WAITING-UNTIL and its words count for nothing', () => {
    const reading = claude('⏺ Done.', 'WAITING-UNTIL +20m\n  weekly limit reached [agents#7]')
    expect(reading).toMatchObject({ state: 'idle', tags: [], waitingUntil: null, limit: null })
  })
})

describe('tags', () => {
  test('of our messages are found in the conversation, also broken over two lines', () => {
    expect(claude('❯ hello [agents#7]\n❯ a long one [agen\n  ts#12] and on').tags).toEqual([7, 12])
  })

  test('prove nothing while no box is in sight: they may stand in one that is not understood', () => {
    expect(read('claude', '⏺ Done.\n╔════╗\n║ hello [agents#7]\n').tags).toEqual([])
  })

  test('count behind a dialog, which takes the place of the box', () => {
    expect(
      read('claude', `❯ hello [agents#7]\n${RULE}\n Do you want to proceed?\n ❯ 1. Yes\n\n Esc to cancel`)
        .tags,
    ).toEqual([7])
  })
})

describe('details for people', () => {
  test('a dialog tells its question, not one of the conversation', () => {
    const reading = read(
      'claude',
      `⏺ Shall I?\n${RULE}\n Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel`,
    )
    expect(reading.detail).toBe('Do you want to proceed?')
  })

  test('a busy one tells its row, a limited one its banner and reset', () => {
    expect(claude('✢ Wibbling… (3s · ↓ 8 tokens)').detail).toBe('✢ Wibbling… (3s · ↓ 8 tokens)')
    expect(claude("You've hit your weekly limit · resets Nov 24, 11:21am (UTC)").limit).toEqual({
      line: "You've hit your weekly limit · resets Nov 24, 11:21am (UTC)",
      resetMs: Date.parse('2026-11-24T11:21:00Z'),
    })
  })
})

describe('an empty box', () => {
  test('below a long answer, all of it indented, rests: so much never hangs below a row of work', () => {
    const rows = (count: number) => '  one more point\n'.repeat(count)
    expect(claude(rows(15)).state).toBe('idle')
    expect(claude(rows(3)).state).toBe('unknown')
  })

  test('whose rules tmux broke over two rows is still a box', () => {
    const broken = `${RULE}\n${'─'.repeat(40)}`
    expect(read('claude', `⏺ Done.\n\n${broken}\n❯ \n${broken}\n  ? for shortcuts`).composer).toBe('')
  })

  test('with nothing below it is half drawn: it is none yet', () => {
    expect(read('claude', `⏺ Done.\n\n${RULE}\n❯ \n${RULE}`)).toMatchObject({
      state: 'unknown',
      composer: null,
    })
  })
})

test('one that only its footer shows to be busy has no detail: keys and modes tell nothing of the work', () => {
  const footer = '  ⏵⏵ bypass permissions on (shift+tab to cycle) · esc to interrupt · ← for agents'
  const screen = read('claude', `⏺ I look.\n\n${RULE}\n❯ \n${RULE}\n${footer}`)
  expect(screen).toMatchObject({ state: 'working', detail: '' })
})

describe('limits', () => {
  test('that Claude Code goes on by itself is read below the box alone', () => {
    const five = fixture('claude/limited/five-hour-goes-on-by-itself@2.1.329-160.txt')
    expect(read('claude', five)).toMatchObject({
      limit: { resetMs: Date.parse('2026-11-21T11:57:00Z') },
      resumes: 'Continuing automatically at 11:57am · Esc to cancel',
    })
    expect(claude('⏺ Continuing automatically at 11:57am · Esc to cancel').resumes).toBe(null)
  })

  test('of Gemini CLI end at the time in the row below', () => {
    const { limit } = read('gemini', fixture('gemini/limited/usage-200.txt'))
    expect(limit?.resetMs).toBe(Date.parse('2026-11-20T15:45:00Z'))
  })

  test("a profile's own patterns need no limit_pattern, and a prompt with their words is none", () => {
    const bare = (text: string) =>
      readScreen(PROFILES.claude, { active: null, limit: null }, `${text}\n\n${box('')}`.split('\n'), NOON_MS)
        .state
    expect(bare("  ⎿  You've hit your weekly limit · resets Mon 12:00am")).toBe('limited')
    expect(bare("⏺ Done.\n\n❯ what is: You've hit your weekly limit · resets Mon 12:00am")).toBe('idle')
    expect(bare("⏺ It says that You've hit your weekly limit")).toBe('idle')
  })
})

describe('WAITING-UNTIL', () => {
  const waiting = (above: string) => claude(above).waitingUntil?.value ?? null

  test.each([
    ['⏺ WAITING-UNTIL 14:30', '14:30'],
    ['  WAITING-UNTIL: +20m', '+20m'],
    ['**WAITING-UNTIL 14:30**', '14:30'],
    ['`WAITING-UNTIL 2026-11-20T14:30:00Z`.', '2026-11-20T14:30:00Z'],
    ['- WAITING-UNTIL 2026-11-20 14:30', '2026-11-20 14:30'],
    ['WAITING-UNTIL 14:30 for the build', '14:30'],
  ])('%s', (line, value) => {
    expect(waiting(line)).toBe(value)
  })

  test.each([
    'I will print WAITING-UNTIL 14:30 when I wait.',
    'WAITING-UNTIL <time>',
    'WAITING-UNTIL tomorrow',
    '❯ WAITING-UNTIL 14:30',
  ])('not: %s', (line) => {
    expect(waiting(line)).toBe(null)
  })

  test('the newest of the last forty lines counts; one that is no time does not hide it', () => {
    const many = (count: number) => '⏺ line\n'.repeat(count)
    expect(waiting(`WAITING-UNTIL 14:30\nWAITING-UNTIL 15:30\nWAITING-UNTIL <time>\n${many(5)}`)).toBe(
      '15:30',
    )
    expect(waiting(`WAITING-UNTIL 14:30\n${many(39)}`)).toBe('14:30')
    expect(waiting(`WAITING-UNTIL 14:30\n${many(40)}`)).toBe(null)
  })
})

test('a pattern of the user makes a screen working, and only near the box', () => {
  const extra = { active: /^crunching/, limit: null }
  const lines = (gap: number) => ['crunching', ...Array(gap).fill('text'), ...box('').split('\n')]
  expect(readScreen(PROFILES.claude, extra, lines(3), NOON_MS).state).toBe('working')
  expect(readScreen(PROFILES.claude, extra, lines(15), NOON_MS).state).toBe('idle')
})

test('no text at all, and no cut of any screen, makes the reader throw', () => {
  const texts = files.map((name) => readFileSync(join(SCREENS, name), 'utf8'))
  const profile = fc.constantFrom(...(Object.keys(PROFILES) as ProfileName[]))
  fc.assert(
    fc.property(
      profile,
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(),
      fc.string({ unit: 'grapheme' }),
      (name, text, from, to, noise) => {
        const cut = text.slice(from % (text.length + 1)).slice(0, to % (text.length + 1)) + noise
        expect(['idle', 'working', 'dialog', 'limited', 'unknown']).toContain(read(name, cut).state)
      },
    ),
  )
})

test('two hundred thousand rows of history are read before the deadline of a test', () => {
  const lines = [...Array(200_000).fill('✻ '.repeat(60)), ...box('').split('\n')]
  expect(readScreen(PROFILES.claude, { active: null, limit: LIMIT }, lines, NOON_MS).composer).toBe('')
})
