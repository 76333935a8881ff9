import type { CommitSeen, GitFailure, SubjectPatterns } from '../model/repository.ts'
import { cleanForLine } from '../model/text.ts'
import type { Git } from '../system/git.ts'
import { readSubject } from './commit-subject.ts'

/** Room for a label of 300 letters and some words; what follows in a longer subject is cut. */
const SUBJECT_MAX = 500
/** Longest author name, in code points. */
export const NAME_MAX = 100

/** A log longer than this is cut; the newest commits come first. */
const LOG_MAX_BYTES = 32 * 1024 * 1024

/** side, sha, commit time, author name, author address, subject; then the file names up to the next record. */
const FORMAT = '%x00%m%x00%H%x00%ct%x00%an%x00%ae%x00%s%x00'
const FIELDS = 7

/** Newest first; a merged branch's commits follow their merge; each commit once. */
const LOG = [
  ...['log', '--topo-order', '--left-right', '--no-color', '--no-decorate', '--no-notes', '--no-mailmap'],
  ...['--no-show-signature', '--no-ext-diff', '--no-renames', '--encoding=UTF-8', `--format=${FORMAT}`],
]

/** A commit as git printed it. */
export interface LoggedCommit {
  /** `<`: only on the old side, which means that history was rewritten. */
  readonly side: '<' | '>'
  readonly sha: string
  readonly atMs: number
  readonly authorName: string
  readonly authorEmail: string
  readonly subject: string
  /** Paths that it touched, below the asked folder; empty when no names were asked for. */
  readonly files: readonly string[]
}

/** What to print of a history. */
export interface LogAsk {
  /** `sha`, `old..new` or `old...new`; full ids only. */
  readonly range: string
  /** Only so many of the newest. */
  readonly max?: number
  /** Name touched files below this folder (`''`: the whole tree); undefined: no names, which is cheaper. */
  readonly filesBelow?: string | undefined
}

/** Arguments of the one `git log`. */
export function logArguments({ range, max, filesBelow }: LogAsk): readonly string[] {
  const names = filesBelow === undefined ? [] : ['--name-only', ...relativeTo(filesBelow)]
  const limit = max === undefined ? [] : [`--max-count=${max}`]
  return [...LOG, ...limit, ...names, '--end-of-options', range, '--']
}

function relativeTo(folder: string): readonly string[] {
  return folder === '' ? ['--no-relative'] : [`--relative=${folder}/`]
}

/** Reads what `git log` printed, newest first; a record cut off by the output cap is left out. */
export function parseLog(stdout: string, filesBelow = ''): readonly LoggedCommit[] {
  const tokens = stdout.split('\0').slice(1)
  const prefix = filesBelow === '' ? '' : `${filesBelow}/`
  const commits: LoggedCommit[] = []
  for (let at = 0; at + FIELDS <= tokens.length; at += FIELDS) {
    const [side, sha = '', seconds, authorName = '', authorEmail = '', subject = '', names = ''] =
      tokens.slice(at, at + FIELDS)
    const files = names.split('\n').filter((name) => name !== '')
    commits.push({
      side: side === '<' ? '<' : '>',
      sha,
      atMs: toMs(seconds),
      authorName,
      authorEmail,
      subject,
      files: files.map((name) => prefix + name),
    })
  }
  return commits
}

/** A forged or missing date is the epoch, never NaN. */
function toMs(seconds: string | undefined): number {
  const ms = Number(seconds) * 1000
  return Number.isSafeInteger(ms) && ms > 0 ? ms : 0
}

/** The commit with all strings fit for one line, and what its subject says. */
export function seeCommit(commit: LoggedCommit, patterns: SubjectPatterns): CommitSeen {
  const subject = cleanForLine(commit.subject, SUBJECT_MAX)
  return {
    sha: commit.sha,
    authorName: cleanForLine(commit.authorName, NAME_MAX),
    authorEmail: cleanForLine(commit.authorEmail, NAME_MAX),
    subject,
    atMs: commit.atMs,
    ...readSubject(subject, patterns),
  }
}

/** Commits, newest first, or why they are not known. */
export type LogRead =
  | { readonly ok: true; readonly commits: readonly LoggedCommit[] }
  | { readonly ok: false; readonly failure: GitFailure }

/** One `git log`. */
export async function readLog(git: Git, folder: string, ask: LogAsk): Promise<LogRead> {
  const answer = await git(folder, logArguments(ask), { maxOutputBytes: LOG_MAX_BYTES })
  return answer.ok ? { ok: true, commits: parseLog(answer.stdout, ask.filesBelow) } : answer
}

/** The claims and reviews among commits, oldest first. */
export function gatesOf(commits: readonly LoggedCommit[], patterns: SubjectPatterns): readonly CommitSeen[] {
  return commits
    .map((commit) => seeCommit(commit, patterns))
    .filter(({ claim, review }) => claim !== null || review !== null)
    .reverse()
}
