import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runLog, transcriptFixture } from '../../support/log-of.ts'
import { nastyTexts } from '../../support/nasty-texts.ts'
import { inZone } from '../../support/zone.ts'

inZone('UTC')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const NIGHT = transcriptFixture('claude/2.1-sub-agent.jsonl')
const REAL = transcriptFixture('claude/2.1.329-tool-call-and-helper.jsonl')
const FORBIDDEN = /[^\P{Cc}\n\t]|\p{Cs}|\p{Default_Ignorable_Code_Point}/u

function write(name: string, ...records: object[]): string {
  const path = join(folder, name)
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path
}

const said = (text: string, at = '2026-01-31T03:12:00.000Z', id = text) => ({
  ...{ type: 'user', id, sessionId: 's', at, text },
})

describe('the text form', () => {
  test('one event is one line: time, role, kind, text; sub-agents are indented', async () => {
    const { out } = await runLog(NIGHT)
    await expect(out).toMatchFileSnapshot('../../fixtures/transcripts/claude/2.1-sub-agent.txt')
    for (const line of out.trimEnd().split('\n').slice(1))
      expect(line).toMatch(
        /^2026-01-31 \d\d:\d\d:\d\d (user |agent|tool |event) (text|call|result|error|usage|note) /,
      )
  })

  test('a session of the real Claude Code, with a sub-agent that works beside it', async () => {
    const { out, err } = await runLog(REAL, '--thinking')
    expect(err).toBe('')
    await expect(out).toMatchFileSnapshot(REAL.replace('.jsonl', '.txt'))
  })

  test('thoughts are told when they are asked for, and then all texts begin in the column after them', async () => {
    expect((await runLog(NIGHT)).out).not.toContain('The plan has three features left')
    const lines = (await runLog(NIGHT, '--thinking')).out.trimEnd().split('\n')
    expect(lines.join('\n')).toContain('agent thinking The plan has three features left')
    for (const line of lines)
      expect(line).toMatch(/^.{19} (user |agent|tool |event) (?=.{8} )\S+ +(?<=^.{35})\S/)
  })

  test("a tool's texts are shortened to the width, what people and agents say is not", async () => {
    const { out } = await runLog(NIGHT, '--width', '40')
    const lines = out.split('\n')
    const result = lines.find((line) => line.includes('tool  error'))
    expect(result?.slice(33 + 'Bash: '.length).length).toBeLessThanOrEqual(40)
    expect(out).toContain('the dead letter queue of the plan is the place to solve it.')
    expect((await runLog(NIGHT, '--width', '0')).out).toContain('expected 1 to be 3 // Object.is equality')
  })

  test('grep takes whole events, searches what is shown shortened, and shows the place', async () => {
    const { out } = await runLog(NIGHT, '--grep', 'tool error .*equality', '--width', '60')
    expect(out).toMatch(/^\S+ 02:59:10 tool {2}error {2}Bash: … .{1,55}equality …\n$/)
    expect((await runLog(NIGHT, '--grep', 'expected 1 to be 3', '--width', '60')).out).toContain(
      'expected 1 to be 3',
    )
    expect((await runLog(NIGHT, '--grep', 'no such thing')).out).toBe('')
  })
})

test('since leaves out what was before', async () => {
  const { out } = await runLog(NIGHT, '--since', '2026-01-31T03:31')
  expect(out.trimEnd().split('\n')).toHaveLength(4)
})

test('several files are merged by time and named, or shown one after the other', async () => {
  const one = write('one.jsonl', said('a', '2026-01-31T03:00:00Z'), said('c', '2026-01-31T03:02:00Z'))
  const two = write('two.jsonl', said('b', '2026-01-31T03:01:00Z'))
  const texts = async (...argv: string[]) =>
    (await runLog(...argv)).out
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(20))
  expect(await texts(one, two)).toEqual(['one user  text   a', 'two user  text   b', 'one user  text   c'])
  expect(await texts(one, two, '--in-order')).toEqual([
    'one user  text   a',
    'one user  text   c',
    'two user  text   b',
  ])
})

test('the past that a resumed session copied into its own file is shown once', async () => {
  const first = write('first.jsonl', said('a'), said('b'))
  const resumed = write('resumed.jsonl', said('a'), said('b'), said('c'))
  const { out } = await runLog(first, resumed)
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.at(-1)),
  ).toEqual(['a', 'b', 'c'])
})

test('json has every field of an entry, one on each line', async () => {
  const { out } = await runLog(NIGHT, '--json')
  const entries = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(entries.find(({ kind }) => kind === 'usage')).toEqual({
    ...{
      at: '2026-01-31T02:58:45.300Z',
      transcript: '',
      role: 'agent',
      kind: 'usage',
      name: '',
      text: '',
      depth: 0,
    },
    tokens: { input: 12, output: 143, reasoning: 0, cacheRead: 14210, cacheWrite5m: 3120, cacheWrite1h: 0 },
    ...{ model: 'claude-opus-4-6', id: 'msg_0001/usage' },
  })
})

test('no form passes on anything that a terminal or a browser would obey', async () => {
  const texts = nastyTexts(200, 42)
  const path = write('nasty.jsonl', ...texts.map((text, at) => said(text, '2026-01-31T03:12:00Z', `${at}`)))
  const page = join(folder, 'page.html')
  for (const argv of [[], ['--json'], ['--markdown'], ['--width', '0']]) {
    const { code, out, err } = await runLog(path, ...argv)
    expect([code, err]).toEqual([0, ''])
    expect(out).not.toMatch(FORBIDDEN)
    if (argv[0] === '--json') {
      for (const line of out.trimEnd().split('\n')) expect(JSON.parse(line).text).not.toMatch(FORBIDDEN)
    }
  }
  expect((await runLog(path, '--html', page)).code).toBe(0)
  expect(readFileSync(page, 'utf8')).not.toMatch(FORBIDDEN)
})

test('markdown: a fence is longer than any in the text, so that nothing breaks out of its block', async () => {
  const output = '````\n# not a heading'
  const path = write('one.jsonl', { ...said(''), type: 'tool', argv: ['cat'], exitCode: 0, output })
  expect((await runLog(path, '--markdown')).out).toContain('`````text\n````\n# not a heading\n`````\n')
})

describe('the page', () => {
  test('markup in a transcript is text, tools are folded, and nothing comes from elsewhere', async () => {
    const attack = '<script>alert(1)</script><img src=x onerror="x">'
    const long = `${attack}\n${'line\n'.repeat(50)}`
    const page = join(folder, 'page.html')
    const path = write('a<b>.jsonl', said(attack), {
      ...said(''),
      id: 't',
      type: 'tool',
      argv: ['cat'],
      exitCode: 0,
      output: long,
    })
    expect(await runLog(path, '--html', page)).toMatchObject({ code: 0, out: `Written: ${page}\n` })
    const html = readFileSync(page, 'utf8')
    expect(html).not.toMatch(
      /<(script|img|link|iframe)|src=|href=|url\(|@import/i.source.replace('src=', '<[^>]*src='),
    )
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toMatch(/<details><summary>.*<code>cat<\/code>.*<\/summary><pre>/)
    expect(html).toContain("default-src 'none'")
  })

  test('a page that could not be written whole leaves the one before', async () => {
    const page = join(folder, 'page.html')
    writeFileSync(page, 'before')
    writeFileSync(join(folder, 'other.txt'), 'no transcript\n')
    expect(await runLog(join(folder, 'other.txt'), '--html', page)).toMatchObject({ code: 1 })
    expect(readFileSync(page, 'utf8')).toBe('before')
  })
})

describe('what is no use says so with the mend', () => {
  test.each([
    [['--html', 'x', '--json', 'f'], 2, '--html and --json are two forms.'],
    [['--html', 'x', '-f', 'f'], 2, 'never ends'],
    [['--agent', 'a', 'f'], 2, 'Name either files or an agent.'],
    [[], 2, 'Name a transcript, or an agent.'],
    [['f', '--width', 'x'], 2, '"x" is no width.'],
    [['f', '--grep', '(?=x)'], 2, 'look-ahead'],
    [['f', '--since', 'x'], 2, '"x" is no time.'],
    [['/nowhere/f.jsonl'], 1, 'There is no file'],
  ])('%j', async (argv, code, message) => {
    const run = await runLog(...argv)
    expect(run).toMatchObject({ code, out: '' })
    expect(run.err).toContain(message)
  })

  test('a file in no known format is named, and so is what is read', async () => {
    const path = write('other.jsonl', { some: 'other' })
    expect(await runLog(path)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('Claude Code, Codex'),
    })
  })

  test('lines that are no records are left out and counted', async () => {
    const path = write('one.jsonl', said('a'))
    writeFileSync(path, `${readFileSync(path, 'utf8')}not json\n\n${JSON.stringify(said('b'))}\n{"torn`)
    const { code, out, err } = await runLog(path)
    expect([code, out.trimEnd().split('\n')]).toEqual([0, expect.objectContaining({ length: 2 })])
    expect(err).toBe(`${path}: left out 1 line that is no record\n`)
  })
})

describe('an OpenCode database', () => {
  const SUB_AGENT = 'ses_e037383ffffeGeuZomMHi0ylF2'
  function database(): string {
    const path = join(folder, 'opencode.db')
    const made = new DatabaseSync(path, { enableForeignKeyConstraints: false })
    made.exec(readFileSync(transcriptFixture('opencode/1.18.33.sql'), 'utf8'))
    made.close()
    return path
  }

  test('has all its sessions, each named by its title', async () => {
    const { code, out } = await runLog(database())
    expect(code).toBe(0)
    expect(out).toMatch(/ A missing file +agent call {3}read: \/no\/such\/file\n/)
    expect(out).toMatch(/ Greeting {2,}user {2}text {3}hello there\n/)
  })

  test('has one session when its id is given, with its sub-agents indented', async () => {
    const { out } = await runLog(database(), '--session', SUB_AGENT)
    expect(out).not.toContain('hello there')
    expect(out).toContain(
      'agent call   task: look around prompt="child: just answer" subagent_type=general\n',
    )
    expect(out).toContain('user  text   │ child: just answer\n')
  })

  test('of before there were databases: a session is named by its file', async () => {
    const session = 'ses_e03739a77ffe7DNQ0PnXy8h6qb'
    const file = transcriptFixture(`opencode/files/storage/session/global/${session}.json`)
    const ofDatabase = await runLog(database(), '--session', session)
    expect(await runLog(file)).toEqual(ofDatabase)
    expect(ofDatabase.out).toContain('bash: echo hello; exit 3')
  })

  test('that has no such session names some that it has', async () => {
    const run = await runLog(database(), '--session', 'nope')
    expect(run).toMatchObject({ code: 1, out: '', err: expect.stringContaining('(A missing file)') })
  })
})
