import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sentence } from '../../../src/config/format.ts'
import { loadTeam } from '../../../src/config/load.ts'
import { fileProblems } from '../../../src/config/named-files.ts'
import { readPrices } from '../../../src/config/price-file.ts'
import { PROMPT_SIZES } from '../../../src/model/ledger.ts'
import { costOf, usdOf } from '../../../src/model/price.ts'

function problems(text: string): string[] {
  const read = readPrices(text, 'prices.toml')
  return read.ok ? [] : read.problems.map((one) => `${one.line}:${one.column}  ${sentence(one)}`)
}

test('a price is read with what it names, and with null for what it does not', () => {
  const read = readPrices('\uFEFF[models]\n"x/y-1.5" = { input = 1, output = 2.5, cache_read = 0 }\r\n', 'p')
  expect(read.ok && [...read.prices]).toEqual([
    [
      'x/y-1.5',
      {
        ...{ input: 1, output: 2.5, cacheRead: 0, reasoning: null, cacheWrite5m: null, cacheWrite1h: null },
        long: [],
      },
    ],
  ])
})

test('prices for long prompts are sorted, in whatever order they are written', () => {
  const long = '[{ above = 200_000, input = 3 }, { above = 32_000, output = 9 }]'
  const read = readPrices(`[models]\nm = { input = 1, output = 2, long = ${long} }`, 'p')
  expect(read.ok && read.prices.get('m')?.long).toEqual([
    { above: 32_000, output: 9 },
    { above: 200_000, input: 3 },
  ])
})

test('every problem is named with its line, its column and its mend', () => {
  const text = `date = 2026-01-01
[models]
a = { input = "free", output = 1.0000001, cach_read = 2 }
b = { input = -1, long = [{ above = 150_000, input = inf }] }
`
  expect(problems(text)).toEqual([
    '1:1  date: found a date, expected text; put it in quotes',
    '3:7  models.a.input: found "free", expected a number; write a number, without quotes',
    '3:23  models.a.output: found 1.0000001, expected USD per million tokens, from 0 to 100000; write at most six decimals',
    '3:43  models.a.cach_read: unknown key; did you mean "cache_read"?',
    '4:1  models.b.output: missing; add output = …',
    '4:7  models.b.input: found -1, expected USD per million tokens, from 0 to 100000; write for example 2.5',
    `4:29  models.b.long[0].above: found 150000, expected a length at which tokens are summed apart: ${PROMPT_SIZES.join(', ')}; use one of them`,
    '4:46  models.b.long[0].input: found Infinity, expected USD per million tokens, from 0 to 100000; write for example 2.5',
  ])
  expect(problems('x = [')).toHaveLength(1)
  expect(problems('')).toEqual(['1:1  models: missing; add models = …'])
})

test('any text is either prices or a list of problems', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = readPrices(`[models]\n${text}`, 'p')
      expect(read.ok || read.problems.length > 0).toBe(true)
    }),
  )
})

test('the prices of the package are right, and cost what their makers say', () => {
  const file = new URL('../../../docs/prices.toml', import.meta.url)
  const read = readPrices(readFileSync(file, 'utf8'), 'docs/prices.toml')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  // A turn of a long session: platform.claude.com's table for Opus 5.5, by hand.
  const tokens = {
    input: 12,
    output: 900,
    reasoning: 0,
    cacheRead: 90_000,
    cacheWrite5m: 0,
    cacheWrite1h: 4000,
  }
  const opus = read.prices.get('claude-opus-5-5')
  expect(opus && usdOf(costOf(tokens, 100_000, opus))).toBe(0.068048)
  // From 100,000 on Haiku 5.5 costs five times as much.
  const haiku = read.prices.get('claude-haiku-5-5')
  expect(haiku && costOf(tokens, 128_000, haiku)).toBe(haiku && costOf(tokens, 100_000, haiku) * 5n)
  // GPT-5.5 above 272,000: twice the input, one and a half times the output.
  const gpt = read.prices.get('gpt-5.5')
  expect(gpt && usdOf(costOf({ ...tokens, cacheRead: 300_000, cacheWrite1h: 0 }, 512_000, gpt))).toBe(0.34062)
})

const CONFIG = `[watchdog]
prices = "mine.toml"
[[agent]]
name = "a"
backend = "shell"
`

function wrong(files: { exists: (path: string) => boolean; read: (path: string) => string }): string[] {
  const loaded = loadTeam(CONFIG, '/srv/agents.toml', {})
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return fileProblems(loaded.team, CONFIG, files).map((one) => `${one.line}:${one.column}  ${sentence(one)}`)
}

test('a file of prices that is wrong is a problem of agents.toml that names both places', () => {
  const read = () => '[models]\nm = { input = 1 }\nn = { input = 1, output = "" }\n'
  expect(wrong({ exists: () => true, read })).toEqual([
    '2:1  watchdog.prices: found "mine.toml", which is wrong at 2:1, expected a file of prices like docs/prices.toml; mend /srv/mine.toml:2:1: models.m.output: missing; add output = …',
    '2:1  watchdog.prices: found "mine.toml", which is wrong at 3:18, expected a file of prices like docs/prices.toml; mend /srv/mine.toml:3:18: models.n.output: found "", expected a number; write a number, without quotes',
  ])
})

test('a file of prices that is missing, or that cannot be read, is told once; a right one is no problem', () => {
  const read = () => '[models]\nm = { input = 1, output = 2 }\n'
  expect(wrong({ exists: () => true, read })).toEqual([])
  expect(wrong({ exists: (path) => path !== '/srv/mine.toml', read })).toEqual([
    '2:1  watchdog.prices: found "mine.toml", which is not there, expected a path that exists; make /srv/mine.toml, or mend the path',
  ])
  const folder = () => {
    throw new Error('EISDIR: illegal operation on a directory')
  }
  expect(wrong({ exists: () => true, read: folder })).toEqual([
    '2:1  watchdog.prices: found "mine.toml", which cannot be read (EISDIR: illegal operation on a directory), expected a file of prices like docs/prices.toml; let this user read /srv/mine.toml, or name another file',
  ])
})
