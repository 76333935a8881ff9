import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findTurn, parseScript, type Script } from '../../../src/rehearsal/script.ts'
import { VERBS } from '../../../src/rehearsal/steps.ts'

describe('a right script', () => {
  test('has its defaults filled in', () => {
    expect(script('')).toEqual({ model: 'scripted-1', seed: 1, start: [], turns: [] })
  })

  test('knows the line of each step, in inline tables and in tables of their own', () => {
    const { start, turns } = script(`
start = [
  { say = """several
lines""" }, # a comment with { and [
  { work = "3s" },
]
[[turn]]
steps = [{ say = "it's # here" },
  { write = { file = "a", text = '''
[[turn]]
''' } },
  { pull = true }]
[[turn]]
[[turn.steps]]
exit = 1
`)
    expect(start.map(({ line }) => line)).toEqual([3, 5])
    expect(turns.map(({ steps }) => steps.map(({ line }) => line))).toEqual([[8, 9, 12], [14]])
  })

  test('takes durations as seconds or text, and dialog positions counted from 1', () => {
    const { start } = script(
      'start = [{ work = 3 }, { stall = "1m30s" }, { dialog = { title = "T", options = ["a", "b"], dangerous = 2 } }]',
    )
    expect(start).toMatchObject([{ ms: 3000 }, { ms: 90_000 }, { chosen: 0, dangerous: 1 }])
  })
})

describe('a wrong script', () => {
  test.each([
    ['turn = 3', 1, 'expected a list of tables'],
    ['colour = "red"', 1, 'unknown key "colour"'],
    ['seed = -1', 1, 'seed: expected a whole number'],
    ['[[turn]]\nwhen = "/(/"', 2, 'when: Invalid regular expression'],
    ['[[turn]]\ntimes = "x"', 2, 'times: expected a whole number'],
    ['[[turn]]\nsteps = [{ sya = "x" }]', 2, 'unknown step "sya"; steps are say,'],
    ['start = [\n{}]', 2, 'exactly one verb, found none'],
    ['start = [{ say = "x", work = 1 }]', 1, 'exactly one verb, found say and work'],
    ['start = [{ say = "x", may_fail = true }]', 1, 'unknown key "may_fail" beside say'],
    ['start = [{ say = 3 }]', 1, 'say: expected a text, found 3'],
    ['start = [{ work = "soon" }]', 1, 'work: expected a duration'],
    ['start = [{ pull = false }]', 1, 'pull: expected true, found false'],
    ['start = [{ run = "ls -l" }]', 1, 'run: expected a list of texts'],
    ['start = [{ write = { file = "../x", text = "" } }]', 1, 'write: expected a path below'],
    ['start = [{ delete = "/etc/x" }]', 1, 'delete: expected a path below'],
    ['start = [{ write = { file = "x", txt = "" } }]', 1, 'unknown key "txt"; keys are file, text'],
    ['start = [{ claim = "a) b" }]', 1, 'claim: expected a label'],
    ['start = [{ review = { label = "x" } }]', 1, 'review: expected either run'],
    ['start = [{ review = { label = "x", verdict = "pass" } }]', 1, 'expected one of "PASS", "FAIL", "VETO"'],
    ['start = [{ dialog = { title = "T", options = ["a"], chosen = 0 } }]', 1, 'a whole number from 1 to 1'],
    ['start = [{ exit = 300 }]', 1, 'exit: expected a whole number from 0 to 255'],
  ])('%j is told with its line and what was expected', (toml, line, message) => {
    expect(problems(toml)).toEqual([{ line, message: expect.stringContaining(message) }])
  })

  test('is no TOML at all: the line is told', () => {
    expect(problems('a = 1\nb = = 2')).toMatchObject([{ line: 2 }])
  })

  test('has all its mistakes told at once', () => {
    const lines = problems('seed = "x"\nstart = [\n{ say = 1 },\n{ nope = 1 },\n]').map(({ line }) => line)
    expect(lines).toEqual([1, 3, 4])
  })
})

test('the page about the scripted agent tells every step', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/scripted-agent.md'), 'utf8')
  expect(VERBS.filter((verb) => !page.includes(`\`${verb} = `))).toEqual([])
})

describe('the turn for a text', () => {
  const turns = script(`
[[turn]]
when = "/claim\\\\((a|b)\\\\)/i"
times = 2
[[turn]]
when = "claim("
[[turn]]
times = 0
`)

  test('is the first that matches and is not used up', () => {
    expect(findTurn(turns, 'CLAIM(b)', [])).toBe(0)
    expect(findTurn(turns, 'claim(a)', [2])).toBe(1)
    expect(findTurn(turns, 'claim(c)', [])).toBe(1)
  })

  test('plays as often as one likes with times = 0', () => {
    expect(findTurn(turns, 'anything', [0, 0, 99])).toBe(2)
  })

  test('is none when none matches', () => {
    expect(findTurn(script('[[turn]]\nwhen = "x"'), 'y', [])).toBeNull()
  })
})

function script(toml: string): Script {
  const parsed = parseScript(toml)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.script
}

function problems(toml: string) {
  const parsed = parseScript(toml)
  return parsed.ok ? [] : parsed.problems
}
