import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ClaudeCorpusOptions, claudeCorpus } from './claude-corpus.ts'
import { bytesOf, type Corpus, meantIn } from './corpus.ts'
import { type Meant, standing } from './meant.ts'

/** Writes transcripts as Claude Code would below its config folder; `truthOf` tells what is in them. */
export function writeClaudeCorpus(folder: string, seed: number, options: ClaudeCorpusOptions = {}): Corpus {
  const corpus = claudeCorpus(seed, options)
  for (const file of corpus.files) {
    const path = join(folder, file.path)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytesOf(file))
  }
  return corpus
}

/** The answers that a corpus holds, each once. */
export function truthOf({ standing: rule, files }: Corpus): Meant[] {
  return standing(
    rule,
    files.flatMap((file) => meantIn(file)),
  )
}
