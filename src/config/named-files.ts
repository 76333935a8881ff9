import type { Team } from '../model/team.ts'
import { sentence } from './format.ts'
import { missingFiles, writtenAs } from './missing-files.ts'
import { scanPositions } from './positions.ts'
import { readPrices } from './price-file.ts'
import { type Complaint, locate, type Problem } from './problem.ts'

/** How this layer, which reads nothing itself, looks at files. */
export interface Files {
  exists(path: string): boolean
  /** null: there is none. Throws what the system says. */
  read(path: string): string | null
}

const PRICES = ['watchdog', 'prices']

/**
 * What is wrong with the files that a team names: those that are not there, and a file of prices that is none. `text` is
 * what the team was loaded from; problems lie at the key that names the file.
 */
export function fileProblems(team: Team, text: string, files: Files): Problem[] {
  const missing = missingFiles(team, text, files.exists)
  const { priceFile } = team.watchdog
  if (priceFile === null || !files.exists(priceFile)) return missing
  const toml = text.replace(/^\uFEFF/, '')
  const complaints = priceComplaints(priceFile, writtenAs(PRICES, toml) ?? priceFile, files)
  return [...missing, ...locate(complaints, team.file, toml, scanPositions(toml))]
}

function priceComplaints(file: string, written: string, files: Files): Complaint[] {
  const shown = JSON.stringify(written)
  const expected = 'a file of prices like docs/prices.toml'
  const read = readFile(file, files)
  if (read instanceof Error) {
    const mend = `let this user read ${file}, or name another file`
    return [{ path: PRICES, found: `${shown}, which cannot be read (${read.message})`, expected, mend }]
  }
  const prices = readPrices(read, file)
  if (prices.ok) return []
  return prices.problems.map((problem) => {
    const place = `${problem.line}:${problem.column}`
    const mend = `mend ${file}:${place}: ${sentence(problem)}`
    return { path: PRICES, found: `${shown}, which is wrong at ${place}`, expected, mend }
  })
}

function readFile(file: string, files: Files): string | Error {
  try {
    return files.read(file) ?? ''
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
