import { Chance } from './chance.ts'
import { CodexThread, type CodexVersion } from './codex-thread.ts'
import type { Corpus, MadeFile } from './corpus.ts'
import { onLines } from './line-records.ts'
import { anyStart } from './times.ts'

export const CODEX_WORDS = [
  '"session_meta"',
  '"turn_context"',
  '"token_usage_record"',
  '"token_count"',
  '"task_complete"',
]

/** Rollouts of Codex of three ages, with what newer versions went on with, and forks. Paths are below its home. */
export function codexCorpus(seed: number): Corpus {
  const chance = new Chance(seed)
  const files = Array.from({ length: 4 }, () => threadWithForks(chance)).flat()
  return { seed, standing: 'last', files }
}

function threadWithForks(chance: Chance): MadeFile[] {
  const startMs = anyStart(chance)
  const version = chance.pick<CodexVersion>(['old', 'middle', 'new'])
  const thread = new CodexThread(chance, version, startMs)
  thread.begin()
  work(chance, thread)
  if (chance.happens(0.4)) goOnWithNewVersion(chance, thread)
  const threads = [thread]
  while (chance.happens(0.4)) {
    const fork = new CodexThread(chance, thread.version, startMs + threads.length * 86_400_000)
    fork.begin(chance.pick(threads))
    work(chance, fork)
    threads.push(fork)
  }
  return threads.map((each) => file(chance, each))
}

function goOnWithNewVersion(chance: Chance, thread: CodexThread): void {
  thread.version = 'new'
  work(chance, thread)
}

function work(chance: Chance, thread: CodexThread): void {
  for (let turns = chance.between(1, 6); turns > 0; turns -= 1) thread.work()
}

function file(chance: Chance, thread: CodexThread): MadeFile {
  const path = `sessions/2026/03/01/rollout-2026-03-01T00-00-00-${thread.id}.jsonl`
  return { path, pieces: onLines(chance, thread.records, { share: 0.1, words: CODEX_WORDS }) }
}
