/** tmux expands formats and splits targets at `.` and `:`, so names of sessions and sockets keep to these letters. */
export const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/

/** Longest name of a session (prefix + name) and of a socket: a socket's whole path must stay under 108 bytes. */
export const MAX_NAME = 64

/** Longest part that a folder's name gives to default names, so that prefix + name has room. */
const MAX_FOLDER_PART = 24

/** Control characters, and the marks that reorder or hide text on a screen. */
export const UNSAFE_TEXT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** A folder's name as part of session and socket names: other letters become dashes. */
export function safeName(folderName: string): string {
  const safe = folderName.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^-+/, '')
  return safe.slice(0, MAX_FOLDER_PART).replace(/-+$/, '') || 'team'
}

/** Whether git takes `branch` as a branch name (the rules of `git check-ref-format --branch`, stricter on spaces and controls). */
export function isBranchName(branch: string): boolean {
  if (branch === '' || branch === '@' || branch === 'HEAD' || branch.startsWith('-') || branch.endsWith('.'))
    return false
  if (UNSAFE_TEXT.test(branch) || /[\s~^:?*[\\]|\.\.|@\{/.test(branch)) return false
  return branch.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}

/** A file name that stays in its folder: one part, no leading dash, nothing invisible. */
export function isPlainFile(name: string): boolean {
  return isPathPart(name) && name.length <= 255
}

/** A folder below the root of a repository: parts joined by `/`, none of them `..` or `.git`; `.` is the root itself. */
export function isInnerFolder(path: string): boolean {
  return path === '.' || path.split('/').every(isPathPart)
}

function isPathPart(part: string): boolean {
  if (part === '' || part === '.' || part === '..' || part.startsWith('-')) return false
  return part.toLowerCase() !== '.git' && !/[/\\]/.test(part) && !UNSAFE_TEXT.test(part)
}

/** What git may fetch from without running a program of the text's choice (`ext::`, `-oProxyCommand=…`). */
export function repoKind(repo: string): 'url' | 'path' | 'refused' {
  if (repo === '' || repo.startsWith('-') || UNSAFE_TEXT.test(repo)) return 'refused'
  // A remote helper runs a program; a host that begins with a dash is an option of ssh.
  if (/^[A-Za-z0-9+.-]+::|^[^/]*@-/.test(repo)) return 'refused'
  if (repo.includes('://')) return /^(https?|ssh|git|file):\/\/(?!-)(?!.*@-)/.test(repo) ? 'url' : 'refused'
  return /^[A-Za-z0-9_.@][A-Za-z0-9_.@-]*:./.test(repo) ? 'url' : 'path'
}
