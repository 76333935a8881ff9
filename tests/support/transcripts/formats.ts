import type { LineFormat } from '../../../src/model/source.ts'
import { claudeCorpus } from './claude-corpus.ts'
import { codexCorpus } from './codex-corpus.ts'
import type { Corpus } from './corpus.ts'
import { geminiCorpus } from './gemini-corpus.ts'
import type { Meant } from './meant.ts'
import { scriptedCorpus } from './scripted-corpus.ts'
import { slowClaude } from './slow-claude.ts'
import { slowCodex } from './slow-codex.ts'
import { slowGemini } from './slow-gemini.ts'
import { slowScripted } from './slow-scripted.ts'

/** One format of JSON lines: how transcripts of it are made, and how they are counted slowly. */
export interface OracleFormat {
  readonly name: LineFormat
  make(seed: number): Corpus
  count(file: Buffer): { readonly uses: readonly Meant[]; readonly bad: number }
}

export const ORACLE_FORMATS: readonly OracleFormat[] = [
  { name: 'claude', make: (seed) => claudeCorpus(seed, { sessions: 2 }), count: slowClaude },
  { name: 'codex', make: codexCorpus, count: slowCodex },
  { name: 'gemini', make: geminiCorpus, count: slowGemini },
  { name: 'scripted', make: scriptedCorpus, count: slowScripted },
]
