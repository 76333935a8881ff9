import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LineFormat } from '../../src/model/source.ts'
import { addTokens, NO_TOKENS, type Tokens } from '../../src/model/tokens.ts'
import { usageFormats } from '../../src/transcripts/usage-formats.ts'
import { Ledger } from '../support/transcripts/read-by-format.ts'

/** What our own reader counts in the transcripts below a folder that match. Throws when there is none. */
export function countedIn(folder: string, pattern: string, format: LineFormat): Tokens {
  const files = globSync(pattern, { cwd: folder })
  if (files.length === 0) throw new Error(`No transcript matches ${pattern} in ${folder}.`)
  const { standing, reader } = usageFormats[format]
  const ledger = new Ledger(standing)
  for (const file of files) reader().read(readFileSync(join(folder, file)), (use) => ledger.add(use))
  return [...ledger.uses.values()].reduce((sum, { tokens }) => addTokens(sum, tokens), NO_TOKENS)
}
