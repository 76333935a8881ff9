import { randomBytes } from 'node:crypto'

/**
 * Any text as one word of tmux's command language, byte-exact: double quotes, and every byte that could mean
 * something as three octal digits. Commands go to tmux on stdin, so neither texts nor secrets appear in `ps`.
 * The text must hold no NUL, which tmux cannot carry.
 */
export function word(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9 _.,:@%+=/-]+/g, (odd) =>
    Array.from(Buffer.from(odd, 'utf8'), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  )
  return `"${plain}"`
}

/**
 * A group of commands that runs whole or not at all: the first that fails drops the rest, and a text that was cut
 * on its way (the sender was killed) has no closing brace, so tmux refuses all of it.
 */
export function group(commands: readonly string[]): string {
  return `if-shell -F 1 { ${commands.join(' ; ')} }`
}

/** `text` where tmux expands formats, so that it comes out as it is: `#` is doubled, except before `[`. */
export function literalFormat(text: string): string {
  return text.replace(/#+(?!#)(?!\[)/g, '$&$&')
}

/** `text` as one word of a POSIX shell. Only for tmux's own hooks: agents are never started by a shell line. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A tag that no program in a pane can guess; rows and markers without it are forgeries. */
export function newNonce(): string {
  return randomBytes(12).toString('hex')
}

/** Names of sessions and servers: tmux expands formats in them (`a#(cmd)` runs cmd), `.` and `:` change meaning by version. */
export const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/

/** Values of our marks: what tmux hands back unchanged in a tab-separated row. */
export const MARK = /^[A-Za-z0-9_.:-]{1,128}$/

export const PANE_ID = /^%\d{1,9}$/
