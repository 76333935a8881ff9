import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../bin/csv-facts.js', import.meta.url))

function run(args, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('C1 prints one aligned line for each column', () => {
  const { status, stdout } = run(['-'], 'fruit,count\npear,10\n"apple, red",9\n')
  assert.equal(status, 0)
  const lines = stdout.trimEnd().split('\n')
  assert.equal(lines.length, 3)
  assert.match(lines[2], /^count\s+2\s+0\s+2\s+number\s+9\s+10$/)
  assert.equal(lines[1].indexOf('text'), lines[2].indexOf('number'))
})

test('C2 wrong usage is one line and status 2', () => {
  for (const args of [[], ['a', 'b'], ['--wat', 'a']]) {
    const { status, stderr } = run(args)
    assert.equal(status, 2, args.join(' '))
    assert.match(stderr, /^usage: [^\n]*\n$/)
  }
})

test('C3 text that cannot be parsed is one line with file and line, and status 1', () => {
  const { status, stdout, stderr } = run(['-'], 'a\n"b\n')
  assert.deepEqual([status, stdout], [1, ''])
  assert.match(stderr, /^-:2: [^\n]+\n$/)
})

test('C3 a file that is not there is one line, and status 1', () => {
  const { status, stdout, stderr } = run(['no-such-file.csv'])
  assert.deepEqual([status, stdout], [1, ''])
  assert.match(stderr, /^no-such-file\.csv: [^\n]+\n$/)
})
