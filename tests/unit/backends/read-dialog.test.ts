import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PROFILES } from '../../../src/backends/list.ts'
import { readScreen } from '../../../src/backends/read-screen.ts'
import type { DialogSeen } from '../../../src/model/dialog.ts'
import type { ScreenReading } from '../../../src/model/observation.ts'
import type { OnLimit, ProfileName } from '../../../src/model/team.ts'
import { NOON_MS } from '../../support/situation.ts'

const SCREENS = join(import.meta.dirname, '../../fixtures/screens')
const CLIS = readdirSync(SCREENS) as ProfileName[]

function linesOf(path: string): string[] {
  const lines = readFileSync(join(SCREENS, path), 'utf8').split('\n')
  return trimmed(lines.map((line) => line.trimEnd()))
}

function trimmed(lines: readonly string[]): string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
}

function read(profile: ProfileName, lines: readonly string[], onLimit?: OnLimit): ScreenReading {
  const said = { active: null, limit: null, ...(onLimit ? { onLimit } : {}) }
  return readScreen(PROFILES[profile], said, trimmed(lines), NOON_MS)
}

/** The file's screens at every width at which it was recorded: `trust-folder@2.1.329-60.txt` and so on. */
function recorded(cli: ProfileName, name: string): string[] {
  return readdirSync(join(SCREENS, cli, 'dialog')).filter((file) => file.startsWith(`${name}@`))
}

/** What would be taken, and what Enter would take. */
function choice({ options, answer, chosen }: DialogSeen): [string | null, string | null] {
  const at = (index: number | null) => (index === null ? null : (options[index] ?? null))
  return [at(answer), at(chosen)]
}

/** The last recorded width may stand for all: what is read does not hang on it. */
test.each([
  ['claude', 'trust-folder', 'startup', 'Yes, I trust this folder', 'No, exit'],
  ['claude', 'trust-folder-fullscreen', 'startup', 'Yes, I trust this folder', 'No, exit'],
  ['claude', 'api-key', 'startup', 'Yes', 'No (recommended)'],
  ['claude', 'bypass-permissions', 'startup', 'Yes, I accept', 'No, exit'],
  ['claude', 'theme', 'startup', 'Auto (match terminal)', 'Auto (match terminal)'],
  ['claude', 'security-notes', 'startup', 'Enter', 'Enter'],
  ['claude', 'external-imports', 'startup', null, 'No, disable external imports'],
  ['claude', 'mcp-server', 'startup', null, 'Continue without using this MCP server'],
  ['claude', 'mcp-servers', 'startup', null, null],
  ['claude', 'settings-error', 'startup', null, 'Fix with Claude'],
  ['claude', 'config-error', 'startup', null, 'Exit and fix manually'],
  ['claude', 'login', 'startup', null, 'Claude account with subscription · Individual, Team, or Enterprise'],
  [
    ...(['claude', 'login-first-start', 'startup', null] as const),
    'Claude account with subscription · Individual, Team, or Enterprise',
  ],
  ['claude', 'login-code', 'startup', null, null],
  ['claude', 'limit', 'limit', 'Stop and wait for limit to reset', 'Stop and wait for limit to reset'],
  [
    'claude',
    'limit-fullscreen',
    'limit',
    'Stop and wait for limit to reset',
    'Stop and wait for limit to reset',
  ],
  ['claude', 'permission-command', 'permission', null, 'Yes'],
  ['claude', 'permission-command-fullscreen', 'permission', null, 'Yes'],
  ['claude', 'permission-edit', 'permission', null, 'Yes'],
  ['claude', 'permission-fetch', 'permission', null, 'Yes'],
  [
    'claude',
    'permission-plan',
    'permission',
    null,
    'Yes, and switch to default (ask each time) for this session',
  ],
  ['claude', 'question', 'question', null, 'Red like fire'],
  ['claude', 'other-model', 'other', null, 'Default (recommended) ✔'],
  ['codex', 'trust-folder', 'startup', 'Trust and continue', 'Trust and continue'],
  ['codex', 'trust-folder-alternate', 'startup', 'Trust and continue', 'Trust and continue'],
  ['codex', 'hooks', 'startup', "Continue without trusting (hooks won't run)", 'Review hooks'],
  ['codex', 'login', 'startup', null, null],
  ['codex', 'update', 'startup', 'Skip', 'Update now (runs `npm install -g @openai/codex`)'],
  ['codex', 'newer-model', 'startup', 'Use existing model', 'Try new model'],
  ['codex', 'cheaper-model', 'limit', 'Keep current model', 'Switch to gpt-6-luna'],
  ['codex', 'permission-command', 'permission', null, 'Yes, proceed (y)'],
  ['codex', 'permission-command-alternate', 'permission', null, 'Yes, proceed (y)'],
  ['gemini', 'trust-folder', 'startup', 'Trust folder (repository)', 'Trust folder (repository)'],
  ['gemini', 'login', 'startup', null, null],
  ['gemini', 'limit', 'limit', 'Stop', 'Keep trying'],
  ['gemini', 'permission-command', 'permission', null, 'Allow once'],
  ['qwen', 'trust-folder', 'startup', 'Trust folder (repository)', 'Trust folder (repository)'],
] as const)(
  '%s, %s: a %s dialog; the answer is %s, Enter would take %s',
  (cli, name, kind, answer, chosen) => {
    const files = recorded(cli, name)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      const { state, composer, dialog } = read(cli, linesOf(`${cli}/dialog/${file}`))
      expect({ file, state, composer, kind: dialog?.kind }).toEqual({
        file,
        state: 'dialog',
        composer: null,
        kind,
      })
      expect(dialog && choice(dialog)).toEqual([answer, chosen])
    }
  },
)

test.each([
  ['claude', 'trust-folder', '/our/dev/repository'],
  ['codex', 'trust-folder', '/our/dev/repository'],
  ['gemini', 'trust-folder', 'repository'],
  ['qwen', 'trust-folder', 'repository'],
] as const)('%s, %s names the folder that it asks to trust: %s', (cli, name, folder) => {
  for (const file of recorded(cli, name))
    expect(read(cli, linesOf(`${cli}/dialog/${file}`)).dialog?.folder).toBe(folder)
})

test.each([
  ['claude', 'permission-command', 'Do you want to proceed? (Bash command: rm -rf build)'],
  ['claude', 'permission-edit', 'Do you want to create notes.txt? (Create file: 1 one 2 two)'],
  ['claude', 'question', 'Which colour do you want?'],
  [
    'codex',
    'permission-command',
    'Would you like to run the following command? Environment: local Reason: May I push it? $ git push origin main',
  ],
] as const)('%s, %s is told to people as: %s', (cli, name, asks) => {
  for (const file of recorded(cli, name))
    expect(read(cli, linesOf(`${cli}/dialog/${file}`)).detail).toBe(asks)
})

test('a trust dialog of before 2.1.251, with the options the other way round, is read by its words', () => {
  const { dialog } = read('claude', linesOf('claude/dialog/trust-80.txt'))
  expect(dialog).toMatchObject({ name: 'trust-folder', chosen: 0, answer: 0, folder: '/team/builder' })
})

test('a path that is broken over lines is one folder', () => {
  const long = `/home/${'long/'.repeat(20)}end`
  const screen = linesOf('claude/dialog/trust-folder@2.1.329-60.txt').flatMap((line) =>
    line === ' /our/dev/repository' ? (long.match(/.{1,58}/g)?.map((part) => ` ${part}`) ?? []) : [line],
  )
  expect(read('claude', screen).dialog?.folder).toBe(long)
})

describe('an answer is known only for the whole of a dialog', () => {
  const files = CLIS.flatMap((cli) =>
    readdirSync(join(SCREENS, cli), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.txt'))
      .map((file) => ({ cli, file: `${cli}/${file}` })),
  )
  /** What pressing keys would rest on. */
  const trusted = (profile: ProfileName, lines: readonly string[]) => {
    const { dialog } = read(profile, lines)
    return dialog && dialog.answer !== null ? { name: dialog.name, choice: choice(dialog) } : null
  }

  test('cut at the bottom, at whatever line, nothing is answered', () => {
    for (const { cli, file } of files) {
      const lines = linesOf(file)
      for (let end = 0; end < lines.length; end++) {
        const cut = trimmed(lines.slice(0, end))
        expect({ file, end, cut: trusted(cli, cut) }).toEqual({ file, end, cut: null })
      }
    }
  })

  test('cut at the top, at whatever line, the same is answered or nothing', () => {
    for (const { cli, file } of files) {
      const lines = linesOf(file)
      const whole = trusted(cli, lines)
      for (let start = 1; start < lines.length; start++) {
        const cut = trusted(cli, lines.slice(start))
        expect({ file, start, cut: cut ?? whole }).toEqual({ file, start, cut: whole })
      }
    }
  })

  test('broken at 60 columns, or at 40, the same is answered or nothing', () => {
    for (const { cli, file } of files) {
      const lines = linesOf(file)
      const whole = trusted(cli, lines)
      for (const columns of [60, 40]) {
        const narrow = lines.flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? [''])
        const cut = trusted(cli, narrow)
        expect({ file, columns, cut: cut ?? whole }).toEqual({ file, columns, cut: whole })
      }
    }
  })

  test('another CLI has no answer to it', () => {
    const others = Object.keys(PROFILES) as ProfileName[]
    for (const { cli, file } of files)
      for (const other of others.filter((name) => name !== cli))
        expect({ file, other, cut: trusted(other, linesOf(file)) }).toEqual({ file, other, cut: null })
  })

  test('with a line of something else below it, or quoted above an input box, nothing is answered', () => {
    const rule = '─'.repeat(60)
    for (const { cli, file } of files) {
      expect({ file, read: trusted(cli, [...linesOf(file), 'and more']) }).toEqual({ file, read: null })
      const quoted = [...linesOf(file), '', rule, '❯ ', rule, '  ⏵⏵ accept edits on']
      expect({ file, read: trusted('claude', quoted) }).toEqual({ file, read: null })
    }
  })

  test('with an option more, or one that is called otherwise, a start-up dialog is a person’s', () => {
    const lines = linesOf('claude/dialog/trust-folder@2.1.329-60.txt')
    const more = lines.flatMap((line) =>
      /Yes, I trust/.test(line) ? [line, '   Yes, and all below it'] : [line],
    )
    const other = lines.map((line) => line.replace('Yes, I trust this folder', 'Yes, trust everything'))
    expect(read('claude', more).dialog).toMatchObject({ kind: 'other', answer: null })
    expect(read('claude', other).dialog).toMatchObject({ kind: 'other', answer: null })
  })
})

test('on_limit = "switch" takes the other model where the menu offers one, and waits everywhere else', () => {
  const taken = (cli: ProfileName, name: string) =>
    recorded(cli, name).map((file) => {
      const { dialog } = read(cli, linesOf(`${cli}/dialog/${file}`), 'switch')
      return dialog && choice(dialog)[0]
    })
  expect(new Set(taken('codex', 'cheaper-model'))).toEqual(new Set(['Switch to gpt-6-luna']))
  expect(new Set(taken('claude', 'limit'))).toEqual(new Set(['Stop and wait for limit to reset']))
  expect(new Set(taken('gemini', 'limit'))).toEqual(new Set(['Stop']))
  expect(new Set(taken('codex', 'trust-folder'))).toEqual(new Set(['Trust and continue']))
})
