import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readPriceTable } from '../../../src/daemon/price-table.ts'
import { priceOf } from '../../../src/model/price.ts'

const folder = mkdtempSync(join(tmpdir(), 'agents-prices-'))
afterAll(() => rmSync(folder, { recursive: true }))

function own(text: string): string {
  const file = join(folder, 'mine.toml')
  writeFileSync(file, text)
  return file
}

test('without a file of the user the prices of the package hold; a scripted agent has none', () => {
  const { table, problems } = readPriceTable(null)
  expect(problems).toEqual([])
  expect(priceOf(table, 'claude-opus-4-5-20251101')).toMatchObject({ input: 5, output: 25 })
  expect(priceOf(table, 'scripted-1')).toBeNull()
})

test("the user's file goes before the package, model by model", () => {
  const file = own(
    '[models]\n"claude-opus-4-5" = { input = 1, output = 2 }\n"scripted-1" = { input = 3, output = 4 }\n',
  )
  const { table, problems } = readPriceTable(file)
  expect(problems).toEqual([])
  expect(priceOf(table, 'claude-opus-4-5-20251101')).toMatchObject({ input: 1, cacheRead: null })
  expect(priceOf(table, 'scripted-1')).toMatchObject({ input: 3 })
  expect(priceOf(table, 'claude-opus-4-6')).toMatchObject({ input: 5 })
})

test.each([
  ['broken since', () => own('[models]\nm = 3\n'), 'models.m'],
  ['gone since', () => join(folder, 'none.toml'), ''],
  ['a folder', () => folder, ''],
])("a user's file that is %s is told, and the prices of the package hold", (_, file, key) => {
  const { table, problems } = readPriceTable(file())
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ file: file(), key })
  expect(priceOf(table, 'gpt-5')).toMatchObject({ input: 1.25 })
})

test('the demo has a price for its scripted agents', () => {
  const file = new URL('../../../examples/builder-adversary/prices.toml', import.meta.url).pathname
  const { table, problems } = readPriceTable(file)
  expect(problems).toEqual([])
  expect(priceOf(table, 'scripted-1')).not.toBeNull()
})
