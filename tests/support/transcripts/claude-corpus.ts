import { Chance } from './chance.ts'
import { noise } from './claude-noise.ts'
import { answerRows, type ClaudeSession } from './claude-rows.ts'
import type { Corpus, MadeFile } from './corpus.ts'
import { anySpelling, writeJson } from './json-writer.ts'
import { type LineRecord, onLines, type Spell } from './line-records.ts'
import { anyStart } from './times.ts'

/** Lines without it are not read. */
export const CLAUDE_WORDS = ['_tokens"']

export interface ClaudeCorpusOptions {
  /** Sessions that are begun; forks and sub-agents come on top. */
  readonly sessions?: number
  /** Answers in one session, about. */
  readonly answers?: number
  /** Share of lines with a crash in them, 0 to 1. */
  readonly accidents?: number
  /** One count or time in so many is written oddly. */
  readonly oddOneIn?: number
  /** How records are spelled; PLAIN is as Claude does it. */
  readonly spell?: Spell
}

const USUAL = { sessions: 4, answers: 12, accidents: 0.12, oddOneIn: 25, spell: anySpelling }

/** Sessions of Claude Code with their sub-agents and forks; paths are relative to Claude's config folder. */
export function claudeCorpus(seed: number, options: ClaudeCorpusOptions = {}): Corpus {
  const chance = new Chance(seed)
  const wanted = { ...USUAL, ...options }
  const files = Array.from({ length: wanted.sessions }, () => filesOfSession(chance, wanted)).flat()
  return { seed, standing: 'largest', files }
}

type Wanted = Required<ClaudeCorpusOptions>

function filesOfSession(chance: Chance, wanted: Wanted): MadeFile[] {
  const folder = `projects/-home-me-${chance.name(4)}`
  const session = newSession(chance, folder, wanted)
  const records = recordsOf(chance, session, wanted.answers)
  const file = (path: string, lines: readonly LineRecord[]) => ({
    path,
    pieces: onLines(chance, lines, { share: wanted.accidents, words: CLAUDE_WORDS }),
  })
  const agents = Array.from({ length: chance.below(3) }, () => subagent(chance, session, wanted, records))
  const files = [
    file(`${folder}/${session.id}.jsonl`, records),
    ...agents.map(({ path, lines }) => file(path, lines)),
  ]
  if (chance.happens(0.5)) {
    const fork = newSession(chance, folder, wanted)
    const copied = copyOfPast(chance, records, fork)
    files.push(
      file(`${folder}/${fork.id}.jsonl`, [...copied, ...recordsOf(chance, fork, wanted.answers / 2)]),
    )
  }
  return files
}

function newSession(chance: Chance, folder: string, { oddOneIn, spell }: Wanted): ClaudeSession {
  return { id: chance.uuid(), folder, sidechain: false, oddOneIn, spell, nowMs: anyStart(chance) }
}

function recordsOf(chance: Chance, session: ClaudeSession, answers: number): LineRecord[] {
  const count = chance.between(1, Math.max(1, Math.round(answers * 2)))
  return Array.from({ length: count }, () => [
    ...(chance.happens(0.7) ? [noise(chance, session)] : []),
    ...answerRows(chance, session),
  ]).flat()
}

function subagent(chance: Chance, session: ClaudeSession, wanted: Wanted, parent: readonly LineRecord[]) {
  const own: ClaudeSession = { ...session, sidechain: true, nowMs: session.nowMs - chance.below(600_000) }
  const folder = `${session.folder}/${session.id}/subagents${chance.pick(['', '/workflows/run-1'])}`
  // A sub-agent that was forked from its parent begins with the parent's past.
  const past = chance.happens(0.3) ? copyOfPast(chance, parent, own) : []
  return {
    path: `${folder}/agent-${chance.name(8)}.jsonl`,
    lines: [...past, ...recordsOf(chance, own, wanted.answers / 3)],
  }
}

/** The first records of another session, written again under a new session's id; some with the time of the copy. */
function copyOfPast(chance: Chance, records: readonly LineRecord[], fork: ClaudeSession): LineRecord[] {
  return records.slice(0, chance.between(1, records.length)).map((record) => {
    if (record.verbatim || chance.happens(0.1)) return record
    const stamped = record.meant.some(({ atMs }) => atMs !== null) && chance.happens(0.05)
    const atMs = fork.nowMs + 86_400_000
    const fields = {
      ...record.fields,
      sessionId: fork.id,
      forkedFrom: { sessionId: record.fields.sessionId, messageUuid: record.fields.uuid },
      ...(stamped ? { timestamp: new Date(atMs).toISOString() } : {}),
    }
    const meant = stamped ? record.meant.map((meant) => ({ ...meant, atMs })) : record.meant
    return { ...record, fields, meant, text: writeJson(chance, fork.spell(chance), fields) }
  })
}
