import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { claudeFirstRun } from '../../../src/backends/claude-first-run.ts'
import { codexFirstRun } from '../../../src/backends/codex-first-run.ts'
import { withAnswers } from '../../../src/backends/first-run-json.ts'
import { geminiFirstRun } from '../../../src/backends/gemini-first-run.ts'
import { qwenFirstRun } from '../../../src/backends/qwen-first-run.ts'
import type { OnLimit } from '../../../src/model/team.ts'

const ask = (argv: readonly string[], env: Record<string, string> = {}, cwd = '/work') => ({
  ...{ argv, env, cwd, userId: 1000 },
})
const BYPASS = ['claude', '--dangerously-skip-permissions']

describe('Claude Code', () => {
  const settings = (...argv: string[]) => claudeFirstRun.forRun(ask(argv)).argv

  test.each([
    [BYPASS],
    [['claude', '--permission-mode', 'bypassPermissions']],
    [['claude', '--permission-mode=bypassPermissions']],
  ])('that bypasses permissions is told that this is meant: %s', (argv) => {
    expect(settings(...argv)).toEqual([...argv, '--settings', '{"skipDangerousModePermissionPrompt":true}'])
  })

  test('that does not bypass them is told nothing', () => {
    expect(settings('claude', '--permission-mode', 'acceptEdits')).toEqual([
      ...['claude', '--permission-mode', 'acceptEdits'],
    ])
  })

  test('keeps the settings of its launch line: of two `--settings` it would read the last one alone', () => {
    const argv = settings(...BYPASS, '--settings', '{"hooks":{}}', '--model', 'opus')
    expect(argv.slice(2)).toEqual([
      ...['--settings', '{"hooks":{},"skipDangerousModePermissionPrompt":true}', '--model', 'opus'],
    ])
  })

  test.each(['/my/settings.json', '{"hooks":'])(
    'with settings that we do not understand keeps them: %s',
    (value) => {
      expect(settings(...BYPASS, '--settings', value)).toEqual([...BYPASS, '--settings', value])
      expect(settings(...BYPASS, `--settings=${value}`)).toEqual([...BYPASS, `--settings=${value}`])
    },
  )

  test('as root in bypass mode is refused before it starts, with both ways out', () => {
    const root = { ...ask(['/opt/bin/claude', '--dangerously-skip-permissions']), userId: 0 }
    expect(claudeFirstRun.refusal(root)).toBe(
      'Claude Code does not start as root with --dangerously-skip-permissions; start agents as another user; or, if this machine is a sandbox that may be lost, say so: env = { IS_SANDBOX = "1" }',
    )
  })

  test.each([
    ['another user', { userId: 1000 }],
    ['a system without users', { userId: null }],
    ['a sandbox', { env: { IS_SANDBOX: '1' } }],
    ['a mode that asks', { argv: ['claude'] }],
    ['a wrapper, which may change the user', { argv: ['sudo', '-u', 'me', ...BYPASS] }],
  ])('is not refused for %s', (_what, fields) => {
    expect(claudeFirstRun.refusal({ ...ask(BYPASS), userId: 0, ...fields })).toBeNull()
  })
})

describe('codex', () => {
  const answers = (argv: readonly string[], cwd?: string) => codexFirstRun.forRun(ask(argv, {}, cwd)).argv

  test.each(['/work', '/a folder "quoted"', '/back\\slash', '/del\u007f\nline', '/ümläut'])(
    'is told in TOML that %s is trusted',
    (cwd) => {
      const word = answers(['codex'], cwd)[2] ?? ''
      expect(parse(word)).toEqual({ projects: { [cwd]: { trust_level: 'trusted' } } })
    },
  )

  test('is not contradicted where its launch line has its own word', () => {
    const own = ['codex', '-c', 'projects={}', '-c', 'notice.hide_rate_limit_model_nudge=false']
    expect(answers(own)).toEqual([...own, '-c', 'check_for_update_on_startup=false'])
  })

  test('offers its cheaper model only where on_limit says to switch', () => {
    const nudge = (onLimit: OnLimit) =>
      codexFirstRun.forRun({ ...ask(['codex']), onLimit }).argv.some((word) => /model_nudge=true/.test(word))
    expect([nudge('wait'), nudge('switch')]).toEqual([true, false])
  })
})

describe('Gemini CLI', () => {
  test('trusts its folder for the run, unless its environment says otherwise', () => {
    expect(geminiFirstRun.forRun(ask(['gemini'])).env).toEqual({ GEMINI_CLI_TRUST_WORKSPACE: 'true' })
    expect(geminiFirstRun.forRun(ask(['gemini'], { GEMINI_CLI_TRUST_WORKSPACE: 'false' })).env).toEqual({})
  })

  test('trusts the folder of its long texts, which the environment does not name', () => {
    expect(geminiFirstRun.inFiles(ask(['gemini', '--include-directories=/state/messages/a']))).toMatchObject([
      { file: '.gemini/trustedFolders.json', at: ['/state/messages/a'], value: 'TRUST_FOLDER' },
    ])
  })

  test('that logs in by another way keeps it', () => {
    const answers = geminiFirstRun.inFiles(ask(['gemini'], { GEMINI_API_KEY: 'k' }))
    const text = '{"security":{"auth":{"selectedType":"oauth-personal"}}}'
    expect(withAnswers(text, answers)).toEqual({ kind: 'merged', text: null, missing: [] })
  })
})

describe('a JSON file', () => {
  const yes = { question: 'q', reach: 'all', file: 'f', value: true } as const

  test('keeps its indent', () => {
    const merged = withAnswers('{\n\t"a": 1\n}', [{ ...yes, at: ['b'] }])
    expect(merged).toMatchObject({ text: '{\n\t"a": 1,\n\t"b": true\n}\n' })
  })

  test.each([null, '', ' \n'])('that is empty gets the answers alone: %j', (text) => {
    expect(withAnswers(text, [{ ...yes, at: ['b'] }])).toMatchObject({ text: '{\n  "b": true\n}\n' })
  })

  test('a list keeps its items', () => {
    const answer = { ...yes, at: ['keys'], value: ['two'] }
    expect(withAnswers('{"keys":["one"]}', [answer])).toMatchObject({
      text: '{\n  "keys": [\n    "one",\n    "two"\n  ]\n}\n',
    })
    expect(withAnswers('{"keys":["one","two"]}', [answer])).toMatchObject({ text: null })
  })

  test('a folder of any name is a key like others', () => {
    const merged = withAnswers('{}', [{ ...yes, at: ['__proto__', 'constructor'] }])
    expect(merged).toMatchObject({ text: '{\n  "__proto__": {\n    "constructor": true\n  }\n}\n' })
  })
})

describe('Qwen Code', () => {
  const fileOf = (env: Record<string, string>) =>
    qwenFirstRun.inFiles(ask(['qwen'], env)).map(({ file }) => file)

  test('looks for its trusted folders in QWEN_HOME itself, without it in a folder of its own below HOME', () => {
    expect(fileOf({ QWEN_HOME: '/team/qwen' })).toEqual(['trustedFolders.json'])
    expect(fileOf({ HOME: '/team/home' })).toEqual(['.qwen/trustedFolders.json'])
  })

  test('whose list of trusted folders stands elsewhere is answered nowhere', () => {
    expect(fileOf({ QWEN_CODE_TRUSTED_FOLDERS_PATH: '/my/folders.json' })).toEqual([])
  })
})
