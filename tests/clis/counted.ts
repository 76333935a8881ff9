import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { LineFormat } from '../../src/model/source.ts'
import { addTokens, NO_TOKENS, type Tokens } from '../../src/model/tokens.ts'
import { opencodeUse } from '../../src/transcripts/opencode-usage.ts'
import { usageFormats } from '../../src/transcripts/usage-formats.ts'
import { Ledger } from '../support/transcripts/read-by-format.ts'
import type { CliName } from './versions.ts'

/** What our own readers count in all transcripts of a home folder. */
export const COUNTED: Readonly<Record<CliName, (home: string) => Tokens>> = {
  claude: (home) => countedLines(home, '.claude/projects/**/*.jsonl', 'claude'),
  codex: (home) => countedLines(home, '.codex/sessions/**/*.jsonl', 'codex'),
  gemini: (home) => countedLines(home, '.gemini/tmp/*/chats/**/*.jsonl', 'gemini'),
  opencode: countedOpencode,
  pi: (home) => countedLines(home, '.pi/agent/sessions/**/*.jsonl', 'pi'),
  qwen: (home) => countedLines(home, '.qwen/projects/*/chats/*.jsonl', 'qwen'),
}

const sum = (all: readonly Tokens[]) => all.reduce(addTokens, NO_TOKENS)

function countedLines(home: string, pattern: string, format: LineFormat): Tokens {
  const { standing, reader } = usageFormats[format]
  const ledger = new Ledger(standing)
  for (const file of transcripts(home, pattern)) reader().read(readFileSync(file), (use) => ledger.add(use))
  return sum([...ledger.uses.values()].map(({ tokens }) => tokens))
}

/** Throws when there is none: a sum of nothing proves nothing. */
function transcripts(home: string, pattern: string): string[] {
  const files = globSync(pattern, { cwd: home }).map((file) => join(home, file))
  if (files.length === 0) throw new Error(`No transcript matches ${pattern} in ${home}.`)
  return files
}

function countedOpencode(home: string): Tokens {
  const uses = transcripts(home, '.local/share/opencode/opencode*.db').flatMap((file) => {
    using database = new DatabaseSync(file, { readOnly: true })
    const rows = database.prepare('SELECT id, data FROM message').all()
    return rows.map(({ id, data }) =>
      opencodeUse({ id: String(id), createdMs: null, data: JSON.parse(String(data)) }),
    )
  })
  return sum(uses.flatMap((use) => (use ? [use.tokens] : [])))
}
