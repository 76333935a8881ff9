import { expect, test } from 'vitest'
import {
  isBranchName,
  isInnerFolder,
  isPlainFile,
  PLAIN_NAME,
  repoKind,
  safeName,
} from '../../../src/config/names.ts'
import { distance, nearest } from '../../../src/config/nearest.ts'

test.each([
  ['my project', 'my-project'],
  ['.hidden', 'hidden'],
  ['#(reboot)', 'reboot'],
  ['日本', 'team'],
  ['', 'team'],
  ['a'.repeat(80), 'a'.repeat(24)],
])('the folder %j gives names that tmux takes: %j', (folder, expected) => {
  expect(safeName(folder)).toBe(expected)
  expect(safeName(folder)).toMatch(PLAIN_NAME)
})

test.each(['main', 'work/night', 'a.b', 'v1.0-rc', 'ünicode', '@a'])('%j is a branch', (name) => {
  expect(isBranchName(name)).toBe(true)
})

const NO_BRANCHES = [
  '',
  '-x',
  '@',
  'a..b',
  'a b',
  'a~1',
  'a^',
  'a:b',
  'a?',
  'a*',
  'a[',
  'a\\b',
  '/a',
  'a/',
  'a//b',
  '.a',
  'a/.b',
  'a.lock',
  'a.lock/b',
  'a.',
  'a@{b',
  'a\nb',
  'HEAD',
  '\u202e',
]
test.each(NO_BRANCHES)('%j is no branch', (name) => {
  expect(isBranchName(name)).toBe(false)
})

test.each(['..', '.', '', 'a/b', 'a\\b', '-a', '.git', '.GIT', 'a\0', '\u001b[m', 'a'.repeat(256)])(
  '%j is no plain file',
  (name) => {
    expect(isPlainFile(name)).toBe(false)
  },
)

test.each(['/a', 'a/../b', 'a//b', 'a/', '.git/x', 'x/.git', ''])(
  '%j is no folder inside a repository',
  (name) => {
    expect(isInnerFolder(name)).toBe(false)
  },
)

test('a folder inside a repository may be its root or lie deep', () => {
  expect(['.', 'a', 'a/b-c/d.e'].map(isInnerFolder)).toEqual([true, true, true])
})

test.each([
  '',
  '-x',
  'ext::sh -c x',
  'fd::17',
  'ssh://-oX/y',
  'ssh://me@-oX/y',
  'gopher://x',
  '-host:x',
  'me@-oX:y',
  'a\nb',
])('git is never given %j', (repo) => {
  expect(repoKind(repo)).toBe('refused')
})

test.each([
  ['wach', 'watch'],
  ['wacth', 'watch'],
  ['SIZE', 'size'],
  ['signal_intervall', 'signal_interval'],
  ['zzz', undefined],
  ['name', undefined],
])('%s was meant to be %s', (word, expected) => {
  expect(nearest(word, ['watch', 'wake', 'size', 'signal_interval'])).toBe(expected)
})

test('a swap of neighbours is one slip', () => {
  expect(distance('ab', 'ba')).toBe(1)
  expect(distance('builder', 'biulder')).toBe(1)
  expect(distance('kitten', 'sitting')).toBe(3)
})
