import { expect, test } from 'vitest'
import { commands } from '../../../src/cli/commands.ts'
import { program } from '../../../src/cli/log-main.ts'
import { commandsMarkdown } from '../../support/commands-doc.ts'
import { echo } from '../../support/fake-terminal.ts'

test('docs/commands.md is what the command table says (npm run docs writes it)', async () => {
  const page = await commandsMarkdown([...commands, program])
  await expect(page).toMatchFileSnapshot('../../../docs/commands.md')
})

test('the page shows each command with its options and its example', async () => {
  const page = await commandsMarkdown([echo])
  expect(page).toContain('## agents echo AGENT [TEXT]\n\nPrints what it was given.')
  expect(page).toContain('| `-l, --loud` | in capitals |\n| `--times N` | how often |')
  expect(page).toContain('```sh\nagents echo builder --loud\n```')
})

test('every command can be loaded, and its example begins with its own name', async () => {
  for (const entry of commands) {
    const { command } = await entry.load()
    expect(command.run, entry.name).toBeTypeOf('function')
    expect(entry.example).toMatch(new RegExp(`^agents ${entry.name}\\b`))
  }
})
