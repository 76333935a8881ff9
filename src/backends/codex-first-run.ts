import type { FirstRun, FirstRunAsk, RunAnswers } from './first-run.ts'

/**
 * codex 0.169.0: all of it goes with the launch line. Its config.toml stays as it is: codex writes into it itself, and a table
 * that is there twice keeps it from starting.
 */
export const codexFirstRun: FirstRun = {
  variable: 'CODEX_HOME',
  below: '.codex',
  forRun,
  inFiles: () => [],
  refusal: () => null,
}

interface Override {
  readonly question: string
  readonly key: string
  /** TOML. */
  readonly value: string
}

function forRun({ argv, cwd, onLimit }: FirstRunAsk): RunAnswers {
  const wanted = onLimit === 'switch' ? overrides(cwd) : [...overrides(cwd), NO_NUDGE]
  const missing = wanted.filter(({ key }) => !isNamed(argv, key))
  return {
    argv: [...argv, ...missing.flatMap(({ key, value }) => ['-c', `${key}=${value}`])],
    env: {},
    questions: missing.map(({ question }) => question),
  }
}

const NO_NUDGE: Override = {
  question: 'a cheaper model is wanted near a limit',
  key: 'notice.hide_rate_limit_model_nudge',
  value: 'true',
}

/** The table of folders is one inline value: a dotted key with quotes in it was seen to be passed over. */
function overrides(cwd: string): Override[] {
  return [
    { question: 'its folder is trusted', key: 'projects', value: `{${quoted(cwd)}={trust_level="trusted"}}` },
    { question: 'an update is wanted', key: 'check_for_update_on_startup', value: 'false' },
  ]
}

/** Whether the launch line has its own word on that key. */
function isNamed(argv: readonly string[], key: string): boolean {
  return argv.some((word) => word.startsWith(`${key}=`) || word.startsWith(`${key}.`))
}

/** A TOML string: as JSON, but for the one control character that JSON lets stand. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f')
}
