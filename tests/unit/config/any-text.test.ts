import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatProblems } from '../../../src/config/format.ts'
import { loadTeam } from '../../../src/config/load.ts'

const good = new URL('../../fixtures/configs/good/', import.meta.url)
const wrong = new URL('../../fixtures/configs/wrong/', import.meta.url)
const seeds = [good, wrong].flatMap((folder) =>
  readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8')),
)

/** Loads and shows; whatever the text is, the answer is a team, or problems that lie inside the text. */
function judge(text: string): void {
  const loaded = loadTeam(text, '/srv/demo/agents.toml', { HOME: '/home/me', HOOK: 'https://example.org' })
  if (loaded.ok) return
  const lines = text.split('\n')
  expect(loaded.problems.length).toBeGreaterThan(0)
  for (const { line, column } of loaded.problems) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(lines.length)
    expect(column).toBeGreaterThanOrEqual(1)
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
  }
  expect(formatProblems(loaded.problems, text)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
}

test('a file that an editor saved half-way, cut or mangled anywhere, gives problems and never throws', () => {
  const snippets = fc.constantFrom(
    '"',
    '[',
    ']',
    '{}',
    '= 1',
    '\n',
    '[[agent]]\n',
    '[agent]\n',
    'true',
    '1979-05-27',
    '""',
    '[]',
    '\u001b[2J',
    'nan',
    '\u202e',
    '0x1f',
  )
  const edit = fc.record({
    at: fc.nat(),
    drop: fc.nat({ max: 30 }),
    put: fc.oneof(snippets, fc.string({ maxLength: 8 })),
  })
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }), (seed, edits) => {
      judge(
        edits.reduce((text, { at, drop, put }) => {
          const start = at % (text.length + 1)
          return text.slice(0, start) + put + text.slice(start + drop)
        }, seed),
      )
    }),
    { numRuns: 1500 },
  )
})

test('any value in any place gives a team or problems', () => {
  const values = fc.constantFrom(
    '1',
    '-1',
    '1e300',
    'inf',
    'true',
    '""',
    '"x"',
    '[]',
    '[[]]',
    '[{}]',
    '{}',
    '{ a = 1 }',
    '1979-05-27',
    '07:32:00',
    '["a", 1]',
  )
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.nat(), values, (seed, at, value) => {
      const places = [...seed.matchAll(/= .*$/gm)]
      const place = places[at % Math.max(1, places.length)]
      if (place) judge(`${seed.slice(0, place.index)}= ${value}${seed.slice(place.index + place[0].length)}`)
    }),
    { numRuns: 1500 },
  )
})

test('lists nested a thousand deep and files of megabytes give problems', () => {
  judge(`x = ${'['.repeat(5000)}`)
  judge(`x = ${'['.repeat(900)}${']'.repeat(900)}`)
  judge(`x = "${'y'.repeat(2_000_000)}"`)
  judge(`${'# \n'.repeat(300_000)}x`)
})
