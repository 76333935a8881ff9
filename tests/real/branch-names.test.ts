import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isBranchName } from '../../src/config/names.ts'

const bit = fc.constantFrom(
  'a',
  'B',
  '1',
  '.',
  '/',
  '-',
  '@',
  '{',
  '~',
  '^',
  ':',
  '?',
  '*',
  '[',
  '\\',
  ' ',
  '.lock',
  'é',
  '\u007f',
  '\t',
  'HEAD',
)

test('a branch name that we accept is one that git accepts', () => {
  fc.assert(
    fc.property(fc.array(bit, { minLength: 1, maxLength: 6 }), (bits) => {
      const name = bits.join('')
      if (!isBranchName(name)) return
      const git = spawnSync('git', ['check-ref-format', '--branch', name])
      expect(git.status, `${name}: ${git.stderr}`).toBe(0)
    }),
    { numRuns: 400 },
  )
})
