import { afterEach, expect, test } from 'vitest'
import { git } from '../support/git-fixture.ts'
import { countedIn } from './counted.ts'
import { type Headless, openHeadless } from './headless.ts'

let cli: Headless | undefined
afterEach(() => cli?.close())

test('Claude Code commits with its own tool, and what its transcript counts is what the model sent', async () => {
  cli = await openHeadless('claude', [
    {
      when: /commit it/,
      answer: [{ text: 'I do.', run: 'git commit --allow-empty -m "by claude"' }, 'It is done.'],
    },
  ])
  const { code, stdout, stderr } = await cli.run('-p', 'Please commit it.', '--dangerously-skip-permissions')

  expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: 'It is done.\n' })
  expect(git(cli.cwd, 'log', '--format=%an: %s')).toBe('claude: by claude')
  expect(countedIn(cli.home.folder, '.claude/projects/**/*.jsonl', 'claude')).toEqual(cli.server.sent())
  expect(cli.server.troubles).toEqual([])
})
