import type { FileAnswer, FirstRun, FirstRunAsk } from './first-run.ts'

/**
 * Qwen Code 0.15.10: it asks for trust where its settings switch that question on, and looks for the answer in a file alone. How it
 * logs in is told by the variables of its key, without a question.
 */
export const qwenFirstRun: FirstRun = {
  variable: 'QWEN_HOME',
  below: '.qwen',
  forRun: ({ argv }) => ({ argv, env: {}, questions: [] }),
  inFiles,
  refusal: () => null,
}

/** QWEN_HOME is the folder of its files; below HOME they have one of their own. */
function inFiles({ cwd, env }: FirstRunAsk): FileAnswer[] {
  if (env.QWEN_CODE_TRUSTED_FOLDERS_PATH) return []
  const file = `${env.QWEN_HOME ? '' : '.qwen/'}trustedFolders.json`
  return [{ question: 'its folder is trusted', reach: 'cwd', file, at: [cwd], value: 'TRUST_FOLDER' }]
}
