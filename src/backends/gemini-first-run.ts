import type { FileAnswer, FirstRun, FirstRunAsk, RunAnswers } from './first-run.ts'

const FILE = '.gemini/settings.json'
const FOLDERS_FILE = '.gemini/trustedFolders.json'
/** Our own `folderOption`: the folder of its long texts. */
const ADDED = /^--include-directories=(.+)$/

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

function inFiles({ argv, env }: FirstRunAsk): FileAnswer[] {
  const added = argv.flatMap((word) => ADDED.exec(word)?.[1] ?? [])
  return [...(env.GEMINI_API_KEY ? [LOGS_IN_BY_KEY] : []), ...added.map(trusts)]
}

const LOGS_IN_BY_KEY: FileAnswer = {
  ...{ question: 'its API key may be used', reach: 'all', file: FILE },
  ...{ at: ['security', 'auth', 'selectedType'], value: 'gemini-api-key' },
}

/** What is trusted by the environment is its working folder alone. */
function trusts(folder: string): FileAnswer {
  const question = 'the folder of its long texts is trusted'
  return { question, reach: 'cwd', file: FOLDERS_FILE, at: [folder], value: 'TRUST_FOLDER' }
}
