import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const tool = new URL('../../examples/builder-adversary/seed/tools/verdicts.sh', import.meta.url).pathname
let repo: string

beforeEach(() => {
  repo = mkdtempSync(join(tmpdir(), 'agents-verdicts-'))
  execFileSync('git', ['init', '-q', '--template=', repo])
})

afterEach(() => rmSync(repo, { recursive: true, force: true }))

function commit(author: string, subject: string): void {
  const identity = ['-c', `user.name=${author}`, '-c', `user.email=${author}@agents.invalid`]
  const message = ['commit', '-q', '--allow-empty', '-m', subject]
  execFileSync('git', ['-C', repo, ...identity, '-c', 'commit.gpgsign=false', ...message])
}

/** What the tool says about label `parse`, asked for the two reviewers. */
function ask(): { status: number | null; said: string } {
  const answer = spawnSync('sh', [tool, 'parse', 'correctness', 'readability'], {
    cwd: repo,
    encoding: 'utf8',
  })
  return { status: answer.status, said: answer.stdout + answer.stderr }
}

test('an item that was never claimed has not passed', () => {
  commit('builder', 'claim(parser): another label')
  expect(ask()).toEqual({ status: 1, said: 'no claim(parse) yet\n' })
})

test('an item has passed when each reviewer has passed the newest claim', () => {
  commit('builder', 'claim(parse): ready')
  commit('correctness', 'review(parse): PASS')
  expect(ask().said).toContain('readability: no verdict yet\n1 of 2 have not passed it')
  commit('readability', 'review(parse): PASS')
  expect(ask()).toMatchObject({ status: 0, said: expect.stringContaining('all 2 have passed it') })
})

test('a claim with `feat:` before its label is the same item', () => {
  commit('builder', 'claim(parse): ready')
  for (const reviewer of ['correctness', 'readability']) commit(reviewer, 'review(parse): PASS')
  commit('builder', 'claim(feat:parse): now faster')
  expect(ask()).toMatchObject({ status: 1, said: expect.stringContaining('2 of 2 have not passed it') })
  for (const reviewer of ['correctness', 'readability']) commit(reviewer, 'review(parse): PASS')
  expect(ask().status).toBe(0)
})

test('a new claim makes older passes worthless', () => {
  commit('builder', 'claim(parse): ready')
  for (const reviewer of ['correctness', 'readability']) commit(reviewer, 'review(parse): PASS')
  commit('builder', 'claim(parse): now faster')
  expect(ask()).toMatchObject({ status: 1, said: expect.stringContaining('2 of 2 have not passed it') })
})

test.each(['FAIL', 'VETO'])('a later %s of a reviewer stands against their own pass', (verdict) => {
  commit('builder', 'claim(parse): ready')
  for (const reviewer of ['correctness', 'readability']) commit(reviewer, 'review(parse): PASS')
  commit('correctness', `review(parse): ${verdict}`)
  expect(ask().status).toBe(1)
})

test("the builder's own pass counts for nobody", () => {
  commit('builder', 'claim(parse): ready')
  for (const author of ['builder', 'readability']) commit(author, 'review(parse): PASS')
  expect(ask()).toMatchObject({ status: 1, said: expect.stringContaining('correctness: no verdict yet') })
})
