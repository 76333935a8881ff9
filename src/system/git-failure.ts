import type { GitFailure, GitFailureKind } from '../model/repository.ts'
import { cleanForLine } from '../model/text.ts'
import type { RunResult } from './run.ts'

/** Longest message, in code points: git's own first lines are shorter. */
const MESSAGE_MAX = 300

const HINTS: Readonly<Record<GitFailureKind, string>> = {
  'not-a-repository': 'Set loop.repo to a git repository; `git init --bare PATH` makes an empty one.',
  'no-branch': 'Push the branch, or set loop.branch to one that exists.',
  'needs-login':
    'Log in where the watchdog runs, so that `git ls-remote` of loop.repo works without a question (ssh-agent, credential helper, known_hosts).',
  unreachable: 'Check the network and the host in loop.repo; the watchdog tries again by itself.',
  timeout: 'The repository did not answer in time; the watchdog tries again by itself.',
  'unsafe-owner':
    'The repository belongs to another user. If you trust it: `git config --global --add safe.directory PATH`.',
  'rate-limited':
    'The host limits requests; the watchdog waits longer by itself. A larger signal_interval helps.',
  'git-missing': 'Install git 2.31 or newer, and have it on the PATH of the watchdog.',
  'folder-not-empty': 'Move the folder away, or set another cwd for the agent; nothing in it was touched.',
  failed: 'Run the same git command by hand to see more.',
}

/** The first pattern that fits git's words names the kind. Seen with git 2.39 and OpenSSH 9.2 under LC_ALL=C. */
const KINDS: readonly (readonly [GitFailureKind, RegExp])[] = [
  ['rate-limited', /too many requests|rate.?limit|returned error: 429/i],
  ['unsafe-owner', /dubious ownership|unsafe repository|cannot use bare repository/i],
  [
    'needs-login',
    /could not read (username|password)|terminal prompts disabled|authentication failed|permission denied \(|host key verification failed|returned error: 40[13]/i,
  ],
  [
    'not-a-repository',
    /not a git repository|does not appear to be a git repository|cannot change to|repository .*not found|repository not exported|no such file or directory/i,
  ],
  ['no-branch', /remote branch .* not found|couldn't find remote ref/i],
  [
    'unreachable',
    /could not resolve|connection (refused|timed out|reset|closed)|unable to (access|connect|look up)|no route to host|network is unreachable|hung up unexpectedly|early eof|operation too slow|returned error: 5\d\d|could not read from remote/i,
  ],
]

/** A failure with its hint; the text is cleaned and carries no credentials. */
export function gitFailure(kind: GitFailureKind, text: string): GitFailure {
  return { kind, message: cleanForLine(withoutCredentials(text), MESSAGE_MAX), hint: HINTS[kind] }
}

/** Names what went wrong in a git process that did not end well. */
export function failureOf(result: RunResult, deadlineMs: number): GitFailure {
  if (result.missing) return gitFailure('git-missing', 'git is not on the PATH')
  if (result.timedOut) return gitFailure('timeout', `git gave no answer within ${deadlineMs / 1000} s`)
  return failureOfText(result.stderr || `git ended with ${result.code ?? result.signal}`)
}

/** Names a failure from what git printed. */
export function failureOfText(text: string): GitFailure {
  const kind = KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'failed'
  return gitFailure(kind, tellingLine(text))
}

/** Passwords in URLs (`//user:secret@`, `?token=…`) and Authorization headers become `***`. */
export function withoutCredentials(text: string): string {
  return text
    .replace(/\/\/(?!git@)[^\s/]+@/g, '//***@')
    .replace(/([?&][\w-]*(?:token|key|secret|password)=)[^&\s'"]+/gi, '$1***')
    .replace(/(authorization:\s*\w*\s*)\S+/gi, '$1***')
}

/** git prints warnings before, and advice after, the line that says what happened. */
function tellingLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const told = lines.find((line) => /^(fatal|error|ERROR|ssh|remote|.*Permission denied)\b/.test(line))
  return told ?? lines[0] ?? 'git failed without a word'
}
