import type { FileAnswer, FirstRun, FirstRunAsk, RunAnswers } from './first-run.ts'

const FILE = '.gemini/settings.json'

/**
 * Gemini CLI 0.61.0: trust goes with the environment of the run. How it logs in stands in its settings: GEMINI_DEFAULT_AUTH_TYPE and
 * the system's settings files were seen not to answer it.
 */
export const geminiFirstRun: FirstRun = {
  variable: 'GEMINI_CLI_HOME',
  below: '.gemini',
  forRun,
  inFiles,
  refusal: () => null,
}

function forRun({ argv, env }: FirstRunAsk): RunAnswers {
  if (env.GEMINI_CLI_TRUST_WORKSPACE !== undefined) return { argv, env: {}, questions: [] }
  return { argv, env: { GEMINI_CLI_TRUST_WORKSPACE: 'true' }, questions: ['its folder is trusted'] }
}

function inFiles({ env }: FirstRunAsk): FileAnswer[] {
  if (!env.GEMINI_API_KEY) return []
  const at = ['security', 'auth', 'selectedType']
  return [{ question: 'its API key may be used', reach: 'all', file: FILE, at, value: 'gemini-api-key' }]
}
