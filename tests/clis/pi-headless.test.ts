import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { addTokens, NO_TOKENS, type Tokens } from '../../src/model/tokens.ts'
import { git } from '../support/git-fixture.ts'
import { type Headless, openHeadless } from './headless.ts'

let cli: Headless | undefined
afterEach(() => cli?.close())

test('pi commits with its own tool, and what its transcript counts is what the model sent', async () => {
  cli = await openHeadless('pi', [
    {
      when: /commit it/,
      answer: [{ text: 'I do.', run: 'git commit --allow-empty -m "by pi"' }, 'It is done.'],
    },
  ])
  const { code, stdout, stderr } = await cli.run('--print', 'Please commit it.')

  expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: 'It is done.\n' })
  expect(git(cli.cwd, 'log', '--format=%an: %s')).toBe('pi: by pi')
  // pi does not tell reasoning apart.
  const { output, reasoning, ...rest } = cli.server.sent()
  expect(countedByHand(cli.home.folder)).toEqual({ ...rest, output: output + reasoning, reasoning: 0 })
  expect(cli.server.troubles).toEqual([])
})

/** TEMPORARY, until src/transcripts reads pi: the sum of `message.usage` in its sessions. */
function countedByHand(folder: string): Tokens {
  const files = globSync('.pi/agent/sessions/**/*.jsonl', { cwd: folder })
  const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
  return lines
    .map((line) => JSON.parse(line).message?.usage)
    .filter((usage) => usage !== undefined)
    .map((usage) => ({
      ...NO_TOKENS,
      input: usage.input,
      output: usage.output,
      cacheRead: usage.cacheRead,
      cacheWrite5m: usage.cacheWrite,
    }))
    .reduce(addTokens, NO_TOKENS)
}
