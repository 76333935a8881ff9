import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadChecked } from '../../../src/daemon/config-watch.ts'
import { RecordedTeam } from '../../support/recorded-team.ts'

let team: RecordedTeam
beforeEach(() => {
  team = new RecordedTeam()
  const text = readFileSync(team.file, 'utf8')
  writeFileSync(team.file, text.replace('[watchdog]', '[watchdog]\nprices = "prices.toml"'))
})
afterEach(() => team.close())

test('up refuses a file of prices that is missing or wrong, and says where to mend it', async () => {
  const missing = await team.run('up', '--dry-run')
  expect(missing.code).toBe(2)
  expect(missing.err).toContain('watchdog.prices: found "prices.toml", which is not there')
  writeFileSync(join(team.dir, 'prices.toml'), '[models]\nm = { input = 1 }\n')
  const wrong = await team.run('up', '--dry-run')
  expect(wrong.code).toBe(2)
  expect(wrong.err).toContain(`mend ${team.dir}/prices.toml:2:1: models.m.output: missing; add output = …`)
})

test('a running watchdog refuses it too, and takes a right one', () => {
  const load = () => loadChecked(readFileSync(team.file, 'utf8'), team.file, {})
  writeFileSync(join(team.dir, 'prices.toml'), '[models]\nm = 1\n')
  expect(load().ok).toBe(false)
  writeFileSync(join(team.dir, 'prices.toml'), '[models]\nm = { input = 1, output = 1 }\n')
  const loaded = load()
  expect(loaded.ok && loaded.team.watchdog.priceFile).toBe(join(team.dir, 'prices.toml'))
})
