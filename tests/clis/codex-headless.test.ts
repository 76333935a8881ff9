import { afterEach, expect, test } from 'vitest'
import { git } from '../support/git-fixture.ts'
import { countedIn } from './counted.ts'
import { type Headless, openHeadless } from './headless.ts'

let cli: Headless | undefined
afterEach(() => cli?.close())

test('Codex commits with its own tool, and what its transcript counts is what the model sent', async () => {
  cli = await openHeadless('codex', [
    {
      when: /commit it/,
      answer: [{ text: 'I do.', run: 'git commit --allow-empty -m "by codex"' }, 'It is done.'],
    },
  ])
  const sandbox = '--dangerously-bypass-approvals-and-sandbox'
  const { code, stdout, stderr } = await cli.run('exec', sandbox, 'Please commit it.')

  expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: 'It is done.\n' })
  expect(git(cli.cwd, 'log', '--format=%an: %s')).toBe('codex: by codex')
  expect(countedIn(cli.home.folder, '.codex/sessions/**/*.jsonl', 'codex')).toEqual(cli.server.sent())
  expect(cli.server.troubles).toEqual([])
})
