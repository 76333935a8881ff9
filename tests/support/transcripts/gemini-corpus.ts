import { Chance } from './chance.ts'
import type { Corpus, MadeFile } from './corpus.ts'
import { GeminiSession } from './gemini-session.ts'
import { anySpelling, writeJson } from './json-writer.ts'
import { onLines } from './line-records.ts'
import type { Meant } from './meant.ts'
import { anyStart } from './times.ts'

export const GEMINI_WORDS = ['"tokens"', '"sessionId"']

/** Sessions of Gemini CLI as JSON lines, resumed in their file or continued in another one, and sub-agents. */
export function geminiCorpus(seed: number): Corpus {
  const chance = new Chance(seed)
  const files = Array.from({ length: 4 }, () => session(chance)).flat()
  return { seed, standing: 'last', files }
}

function session(chance: Chance): MadeFile[] {
  const main = new GeminiSession(chance, anyStart(chance))
  // A file may lack its first row.
  if (chance.happens(0.9)) main.begin()
  else main.resume()
  work(chance, main)
  if (chance.happens(0.5)) main.resume()
  work(chance, main)
  const folder = 'tmp/project/chats'
  const name = `session-2026-03-01T00-00-${main.id.slice(0, 8)}.jsonl`
  const files = [file(chance, `${folder}/${name}`, main)]
  if (chance.happens(0.4)) {
    const next = main.continued()
    work(chance, next)
    files.push(file(chance, `${folder}/next-${name}`, next))
  }
  return chance.happens(0.5) ? [...files, subagent(chance, `${folder}/${main.id}`)] : files
}

function subagent(chance: Chance, folder: string): MadeFile {
  const agent = new GeminiSession(chance, anyStart(chance))
  agent.begin()
  work(chance, agent)
  return file(chance, `${folder}/${agent.id}.jsonl`, agent)
}

function work(chance: Chance, session: GeminiSession): void {
  for (let turns = chance.between(1, 5); turns > 0; turns -= 1) session.turn()
}

function file(chance: Chance, path: string, { records }: GeminiSession): MadeFile {
  return { path, pieces: onLines(chance, records, { share: 0.1, words: GEMINI_WORDS }) }
}

/** One session as the document that older versions wrote; blanks and line breaks as they are legal. */
export function geminiDocument(seed: number): { readonly bytes: Buffer; readonly meant: readonly Meant[] } {
  const chance = new Chance(seed)
  const session = new GeminiSession(chance, anyStart(chance))
  session.begin()
  work(chance, session)
  const { fields, meant } = session.asDocument()
  const spelling = { ...anySpelling(chance), blanks: chance.pick([[''], ['', ' ', '\n', '\r\n', '\t']]) }
  return { bytes: Buffer.from(writeJson(chance, spelling, fields)), meant }
}
