import { afterEach, expect, test } from 'vitest'
import { NO_TOKENS, type Tokens } from '../../src/model/tokens.ts'
import { git } from '../support/git-fixture.ts'
import { COUNTED } from './counted.ts'
import { type Headless, openHeadless } from './headless.ts'
import { clisOfThisRun } from './program.ts'
import type { CliName } from './versions.ts'

let cli: Headless | undefined
afterEach(() => cli?.close())

/** How each CLI is given one prompt without a terminal, with leave to run commands. */
const WITH_PROMPT: Readonly<Record<CliName, readonly string[]>> = {
  claude: ['--dangerously-skip-permissions', '-p'],
  codex: ['exec', '--dangerously-bypass-approvals-and-sandbox'],
  pi: ['--print'],
  gemini: ['--yolo', '-p'],
  qwen: ['--yolo', '-p'],
  opencode: ['run'],
}

/** What a CLI does not tell apart stands in another part of its transcript. */
const AS_TOLD: Partial<Record<CliName, (sent: Tokens) => Tokens>> = {
  pi: (sent) => ({ ...sent, output: sent.output + sent.reasoning, reasoning: 0 }),
  qwen: writtenAsRead,
  opencode: writtenAsRead,
}

function writtenAsRead(sent: Tokens): Tokens {
  return { ...sent, cacheRead: sent.cacheRead + sent.cacheWrite5m, cacheWrite5m: 0 }
}

test.each(clisOfThisRun())(
  '%s commits with its own tool, and what its transcript counts is what the model sent',
  async (name) => {
    const commit = `git commit --allow-empty -m "by ${name}"`
    cli = await openHeadless(name, [
      { when: /commit it/, answer: [{ text: 'I do.', run: commit }, 'It is done.'] },
    ])
    const { code, stdout, stderr } = await cli.run(...WITH_PROMPT[name], 'Please commit it.')

    expect({ code, stdout, stderr, asked: cli.server.summary() }).toMatchObject({ code: 0 })
    expect(stdout).toContain('It is done.\n')
    expect(git(cli.cwd, 'log', '--format=%an: %s')).toBe(`${name}: by ${name}`)
    const sent = cli.server.sent()
    expect(sent).not.toEqual(NO_TOKENS)
    expect(COUNTED[name](cli.home.folder)).toEqual(AS_TOLD[name]?.(sent) ?? sent)
    expect(cli.server.troubles).toEqual([])
  },
)
