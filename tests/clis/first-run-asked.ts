import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FirstRun, FirstRunAsk } from '../../src/backends/first-run.ts'
import { withAnswers } from '../../src/backends/first-run-json.ts'
import { PROFILES } from '../../src/backends/list.ts'
import type { Profile } from '../../src/backends/profile.ts'
import { PrivateTmux, type TestPane } from '../support/private-tmux.ts'
import { firstLaunch, makeRepository, type StartingCli } from './first-run-team.ts'

/** A question of a CLI in the words of its answer, and by what it is known on the screen. */
export interface Question {
  readonly cli: StartingCli
  readonly question: string
  readonly words: RegExp
  /** Files of its config folder without which it does not ask. */
  readonly files?: Readonly<Record<string, string>>
  /** Behind its launch line. */
  readonly args?: readonly string[]
}

/** What is asked on a machine without a network; theme and login want their own server. */
export const QUESTIONS: readonly Question[] = [
  { cli: 'claude', question: 'its folder is trusted', words: /❯ No, exit\s+Yes, I trust this folder/ },
  { cli: 'claude', question: 'its API key may be used', words: /Do you want to use this API key\?/ },
  { cli: 'claude', question: 'its permissions are bypassed on purpose', words: /❯ No, exit\s+Yes, I accept/ },
  { cli: 'codex', question: 'its folder is trusted', words: /Trust this folder\?/ },
  {
    ...{ cli: 'codex', question: 'an update is wanted', words: /Update available/ },
    files: { 'version.json': '{"latest_version":"9.9.9","last_checked_at":"2099-01-01T00:00:00Z"}' },
  },
  { cli: 'gemini', question: 'its folder is trusted', words: /Do you trust the files in this folder\?/ },
  { cli: 'gemini', question: 'its API key may be used', words: /How would you like to authenticate/ },
  {
    ...{
      cli: 'gemini',
      question: 'the folder of its long texts is trusted',
      args: ['--include-directories=/tmp'],
    },
    words: /Do you trust the following folders being added to this workspace\?/,
  },
  {
    ...{ cli: 'qwen', question: 'its folder is trusted', words: /Do you trust this folder\?/ },
    files: { 'settings.json': '{ "security": { "folderTrust": { "enabled": true } } }' },
  },
]

/** A CLI in a terminal, with all answers but one. */
export interface Asked {
  readonly pane: TestPane
  close(): Promise<void>
}

/** Starts it in a folder of its own, with the model server at a port where nobody listens. */
export async function openAsked({ cli, question, files = {}, args = [] }: Question): Promise<Asked> {
  const tmux = new PrivateTmux()
  const profile: Profile = PROFILES[cli]
  const { firstRun } = profile
  if (!firstRun) throw new Error(`${cli} has no first-run answers`)
  const config = join(tmux.folder, 'config')
  const work = join(tmux.folder, 'work')
  makeRepository(work)
  const line = firstLaunch(cli, 'http://127.0.0.1:9', config)
  const ask: FirstRunAsk = {
    argv: [...line.argv, ...args],
    env: { ...profile.env, ...line.env },
    cwd: realpathSync(work),
    userId: null,
  }
  answerInFiles(firstRun, ask, config, question)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(config, file), text)
  const answered = firstRun.forRun(ask)
  const launch = answered.questions.includes(question) ? { argv: ask.argv, env: {} } : answered
  const pane = await tmux.open(launch.argv, { cwd: work, env: { ...ask.env, ...launch.env } })
  return { pane, close: () => tmux.stop() }
}

function answerInFiles(firstRun: FirstRun, ask: FirstRunAsk, config: string, without: string): void {
  mkdirSync(config)
  const answers = firstRun.inFiles(ask).filter(({ question }) => question !== without)
  for (const [file, those] of Map.groupBy(answers, (answer) => answer.file)) {
    const merged = withAnswers(null, those)
    mkdirSync(dirname(join(config, file)), { recursive: true })
    writeFileSync(join(config, file), merged.kind === 'merged' ? (merged.text ?? '') : '')
  }
}
