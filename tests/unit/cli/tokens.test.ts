import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { displayWidth } from '../../../src/cli/printable.ts'
import { aNight, BookedTeam } from '../../support/booked-team.ts'
import { fact } from '../../support/recorded-team.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let team: BookedTeam
beforeEach(() => {
  team = new BookedTeam()
  settings('prices = "prices.toml"')
  writeFileSync(
    join(team.dir, 'prices.toml'),
    '[models]\npriced-1 = { input = 1, output = 10, cache_read = 0.1 }\n',
  )
})
afterEach(() => team.close())

/** Puts a line into [watchdog]. */
function settings(line: string): void {
  writeFileSync(team.file, readFileSync(team.file, 'utf8').replace('[watchdog]', `[watchdog]\n${line}`))
}

function row(out: string, name: string): string[] {
  const line = out.split('\n').find((one) => one.trim().startsWith(`${name} `)) ?? ''
  return line.trim().split(/ {2,}/)
}

async function json(...argv: string[]) {
  return JSON.parse((await team.run('tokens', ...argv, '--json')).out)
}

test('the morning view: the whole, its cost, and each gate in its order with its time, cost and bar', async () => {
  const { code, out } = await aNight(team).watched().run('tokens')
  expect(code).toBe(0)
  expect(out).toMatch(/^tokens +44\.2M in 10 answers$/m)
  expect(out).toMatch(/^ +input 261k, output 461k, cache read 42\.0M, cache write 1\.4M$/m)
  const names = ['core', 'parser', 'facts', 'polish', 'cli', 'not claimed yet', 'outside of phases']
  const [plot = ''] = out.split('\n\n').filter((part) => part.includes('█'))
  const lines = plot.split('\n').slice(1)
  expect(lines.map((line) => line.trim().split(/ {2,}/)[0])).toEqual(names)
  expect(row(plot, 'parser').slice(0, 3)).toEqual(['parser', '2h', '22.1M'])
  expect(row(plot, 'parser')[3]).toMatch(/^\$\d+\.\d\d$/)
  expect(row(plot, 'facts').at(-1)?.length).toBeLessThan(row(plot, 'parser').at(-1)?.length ?? 0)
})

test('builder and reviewers have a column each, and what goes on is marked live with its time so far', async () => {
  const { out } = await aNight(team).watched().run('tokens')
  const agents = out.split('\n\n').find((part) => part.includes('builder')) ?? ''
  expect(agents.split('\n')[0]?.trim().split(/ +/)).toEqual(['builder', 'adversary', 'desk'])
  expect(row(agents, 'parser')).toEqual(['parser', '18.9M', '3.2M', '-'])
  expect(row(out, 'cli')[1]).toBe('live 4h')
  expect(row(out, 'not claimed yet')[1]).toBe('live 1h')
})

test('nothing is called live when no watchdog counts, and the age of the numbers is told', async () => {
  aNight(team)
  team.add(HOUR, fact({ what: 'watchdog-started', pid: 4711, version: '0.1.0', bootId: 'boot' }))
  team.tells(30 * MINUTE)
  const { out } = await team.run('tokens')
  expect(out).toMatch(/counted +up to .* \(30m ago\): the watchdog is DEAD; it catches up: agents up/)
  expect(out).not.toContain('live')
  expect(row(out, 'cli')[1]).toBe('open 3h30m')
  expect(out).toContain('Start the watchdog: agents up')
})

test('numbers of a watchdog that hangs are as old as its last tick', async () => {
  const { out } = await aNight(team)
    .watched(10 * MINUTE)
    .run('tokens')
  expect(out).toMatch(/counted +up to .* \(10m\S* ago\): the watchdog HANGS/)
  expect(row(out, 'cli')[1]).toBe('open 3h50m')
})

test('no line is wider than a terminal of 80 columns, however many agents and however long the names', async () => {
  team.window(1, HOUR, null, { phase: 'p'.repeat(60), label: 'a very long label of a gate '.repeat(5) })
  for (let i = 0; i < 40; i++)
    team.use(`reviewer-number-${i}`, { window: 1, model: `vendor/model-${i}`.repeat(4) })
  team.use('builder', { window: 1, model: 'priced-1', tokens: { input: 123_456_789 } })
  for (const by of [[], ['--by', 'agent'], ['--by', 'gate'], ['--by', 'phase'], ['--by', 'model']]) {
    const { out } = await team.watched().run('tokens', ...by)
    const [, ...tables] = out.split('\n\n')
    const widths = tables.slice(0, -1).flatMap((table) => table.split('\n').map(displayWidth))
    expect(Math.max(...widths), by.join(' ')).toBeLessThanOrEqual(80)
  }
  const { out } = await team.run('tokens')
  expect(out).toMatch(/builder .* others/)
})

test('a model without a price is unknown and never free, in each line and in the sum', async () => {
  team.use('builder', { model: 'priced-1', tokens: { output: 1_230_000 } })
  team.use('adversary', { model: 'new-model' })
  const { out } = await team.run('tokens', '--by', 'model')
  expect(row(out, 'priced-1').at(-1)).toBe('$12.30')
  expect(row(out, 'new-model').at(-1)).toBe('unknown')
  expect(row(out, 'total').at(-1)).toBe('≥ $12.30 + unknown')
  expect(out).toMatch(/cost +≥ \$12\.30 \+ unknown: no price for new-model/)
  expect(out).toContain('prices = "FILE" in [watchdog] of agents.toml')
  const { total, rows } = await json('--by', 'model')
  expect(total).toMatchObject({ costUsd: null, knownCostUsd: 12.3, unpricedModels: ['new-model'] })
  expect(rows[0]).toMatchObject({ model: 'priced-1', costUsd: 12.3 })
  expect(rows[1]).toMatchObject({ model: 'new-model', costUsd: null })
})

test('each table adds up to the whole: reasoning counts as output, both cache writes as one, shares are of all', async () => {
  const tokens = {
    input: 10,
    output: 200,
    reasoning: 100,
    cacheRead: 400,
    cacheWrite5m: 30,
    cacheWrite1h: 60,
  }
  team.use('builder', { tokens }).use('adversary', { tokens: { input: 200 } })
  const { out } = await team.run('tokens', '--by', 'agent')
  expect(row(out, 'builder').slice(0, 7)).toEqual(['builder', '10', '300', '400', '90', '800', '80%'])
  expect(row(out, 'total').slice(0, 7)).toEqual(['total', '210', '300', '400', '90', '1.0k', '100%'])
  for (const by of ['agent', 'phase', 'gate', 'model']) {
    const { rows, total } = await json('--by', by)
    expect(rows.reduce((sum: number, one: { total: number }) => sum + one.total, 0)).toBe(total.total)
  }
})

test('a gate that is claimed again after another is one gate, and so is a phase that is begun again', async () => {
  team.window(1, 10 * HOUR, 9 * HOUR, { label: 'parser' }).window(2, 9 * HOUR, 8 * HOUR, { label: 'facts' })
  team.window(3, 2 * HOUR, HOUR, { label: 'parser' }).window(4, HOUR, 0.5 * HOUR)
  for (const window of [1, 2, 3, 4]) team.use('builder', { window })
  const { out } = await team.watched().run('tokens')
  expect(row(out, 'parser').slice(0, 3)).toEqual(['parser', '2h', '2.0k'])
  expect(row(out, 'core').slice(0, 3)).toEqual(['core', '3h30m', '4.0k'])
  expect(row(out, 'never claimed').slice(0, 3)).toEqual(['never claimed', '30m', '1.0k'])
})

test('--since and --agent narrow everything to some answers', async () => {
  aNight(team)
  const { total, rows, agent, sinceMs } = await json('--since', '90s', '--agent', 'builder')
  expect([total.answers, rows, agent]).toEqual([0, [], 'builder'])
  expect(sinceMs).toBeGreaterThan(Date.now() - 100_000)
  const later = await json('--since', '2h1m', '--agent', 'desk')
  expect(later.rows).toMatchObject([{ phase: null, total: 13_023, agents: { desk: { answers: 1 } } }])
  expect((await team.run('tokens', '--agent', 'bilder')).err).toContain('Did you mean "builder"?')
})

test('CSV has the same columns in every table, exact numbers, and one line for each gate, agent and model', async () => {
  aNight(team)
  const { out } = await team.run('tokens', '--csv')
  const [header = '', ...lines] = out.trimEnd().split('\n')
  expect(header).toMatch(
    /^phase,gate,agent,model,input,output,reasoning,cache_read,cache_write_5m,cache_write_1h,total,/,
  )
  expect(lines).toHaveLength(8)
  expect(lines[0]).toMatch(/^core,parser,adversary,gpt-5-codex,40000,42000,8000,3000000,0,120000,3210000,2,/)
  for (const by of ['agent', 'phase', 'gate', 'model'])
    expect((await team.run('tokens', '--csv', '--by', by)).out.split('\n')[0]).toBe(header)
})

test('odd counts and lines that could not be read are told, of all or of one agent, and not when there are none', async () => {
  aNight(team)
  expect((await team.run('tokens')).out).not.toContain('In the transcripts')
  expect(await json()).toMatchObject({ oddAnswers: 0, badLines: 0 })
  team.ledger.exec(`UPDATE token_answers SET odd = 1 WHERE id IN (1, 2)`)
  team.ledger.exec(`INSERT INTO token_sources VALUES ('a', 'builder', '{}', 1, 0), ('b', 'desk', '{}', 0, 0)`)
  const { out } = await team.run('tokens')
  expect(out).toMatch(/^In the transcripts: 2 answers with odd counts, 1 unreadable line left out\.$/m)
  expect(await json('--agent', 'adversary')).toMatchObject({ oddAnswers: 1, badLines: 0 })
  expect(await json('--since', '1m')).toMatchObject({ oddAnswers: 0, badLines: 1 })
})

test('a claim without a label has a name all the same', async () => {
  team.window(1, HOUR, null, { label: '' }).use('builder', { window: 1 })
  expect((await team.watched().run('tokens')).out).toMatch(/^ +no label +live/m)
})

test('a label in a commit can neither run in a spreadsheet, break out of its cell, nor steer a terminal', async () => {
  const labels = ['=HYPERLINK("http://x","y")', '@SUM(1)', '-1', ' ＋1', 'a,"b"', '\x1b[2Jgone\nforged,row']
  for (const [index, label] of labels.entries())
    team.window(index + 1, HOUR, 0, { label }).use('builder', { window: index + 1 })
  const { out } = await team.run('tokens', '--csv')
  const cells = out.split('\n').slice(1, -1)
  expect(cells).toHaveLength(labels.length)
  expect(cells.map((line) => line.replace(/^core,|,builder,.*$/g, ''))).toEqual([
    ...[`"'=HYPERLINK(""http://x"",""y"")"`, "'@SUM(1)", "'-1", "' ＋1", '"a,""b"""', '"gone forged,row"'],
  ])
  for (const argv of [[], ['--by', 'gate'], ['--csv'], ['--json']])
    expect((await team.run('tokens', ...argv)).out).not.toMatch(/[^\P{Cc}\n]/u)
  expect((await json()).rows.map((one: { label: string }) => one.label)).toEqual(labels)
})

test('subscriptions are told from what is billed', async () => {
  settings('') // a new text, so that it is read anew
  const billed = readFileSync(team.file, 'utf8').replace(
    'profile = "shell"',
    'profile = "shell"\nbilling = "api"',
  )
  aNight(team)
  expect((await team.run('tokens')).out).toContain('API-equivalent for all agents here')
  expect((await json()).apiEquivalent).toEqual(['builder', 'adversary', 'desk'])
  writeFileSync(team.file, billed)
  expect((await team.run('tokens')).out).not.toContain('API-equivalent')
})

test('a team that counts nothing says so and why, with or without old numbers', async () => {
  const never = await team.run('tokens')
  expect(never.out).toMatch(/counted +nothing yet: the watchdog never ran here/)
  expect(never.out).toContain('agents up')
  settings('log_tokens = false')
  for (const filled of [team, team.use('builder')])
    expect((await filled.watched().run('tokens')).out).toMatch(
      /counted +no more: log_tokens = false in agents\.toml/,
    )
  expect((await team.run('status')).out).toMatch(/tokens +not counted: log_tokens = false/)
})

test('a wrong word after --by is refused with the words that there are', async () => {
  const { code, err } = await team.run('tokens', '--by', 'gates')
  expect(code).toBe(2)
  expect(err).toContain('Did you mean "gate"? There are: agent, phase, gate, model')
  expect((await team.run('tokens', '--json', '--csv')).code).toBe(2)
})

test('a broken agents.toml hides no number', async () => {
  aNight(team)
  writeFileSync(team.file, '[watchdog]\nsocket = 3\n')
  const { code, out } = await team.run('tokens')
  expect(code).toBe(0)
  expect(row(out, 'parser').slice(0, 3)).toEqual(['parser', '2h', '22.1M'])
})

test('status tells what each agent used in all and per minute of the last ten', async () => {
  team
    .use('builder', { agoMs: HOUR, tokens: { cacheRead: 2_000_000 } })
    .use('builder', { tokens: { output: 12_340 } })
  const rate = async () => JSON.parse((await team.watched().run('status', '--json')).out).members
  expect(await rate()).toMatchObject([
    { name: 'builder', tokens: 2_012_340, tokensPerMinute: 1234 },
    { name: 'adversary', tokens: 0, tokensPerMinute: 0 },
    { name: 'desk' },
    { name: 'preview', tokens: null, tokensPerMinute: null },
  ])
  expect(row((await team.run('status')).out, 'builder')).toEqual(expect.arrayContaining(['2.0M', '1.2k']))
})

test('status tells no rate when nobody counts', async () => {
  const { members } = JSON.parse((await team.use('builder').run('status', '--json')).out)
  expect(members[0]).toMatchObject({ tokens: 1000, tokensPerMinute: null })
})
