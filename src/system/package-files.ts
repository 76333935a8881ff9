import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Programs of this package that are started as processes of their own, and their sources. */
const PROGRAMS = {
  agents: 'agents.ts',
  'scripted-agent': 'src/rehearsal/scripted-agent.ts',
} as const

/** A file or folder that ships with the package, such as `prompts/kickoff.md`: the same whether the sources run or dist/. */
export function packageFile(path: string): string {
  return join(folderAbove(import.meta.dirname), path)
}

/** The file to give to Node to start a program of this package; from source when the caller runs from source. */
export function programFile(name: keyof typeof PROGRAMS): string {
  const compiled = dirname(import.meta.filename) === packageFile('dist')
  return packageFile(compiled ? join('dist', `${name}.cjs`) : PROGRAMS[name])
}

function folderAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  if (folder === dirname(folder)) throw new Error('agents is not inside its package: package.json is missing')
  return folderAbove(dirname(folder))
}
