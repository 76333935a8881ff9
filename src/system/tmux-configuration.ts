import { literalFormat, shellWord, word } from './tmux-words.ts'

export interface ServerSettings {
  readonly columns: number
  readonly rows: number
  /** Rewritten when a pane's program ends, as a hint to look early; a missed hint costs only time. null: no hints. */
  readonly nudgeFile: string | null
}

/**
 * The configuration of a team's private server. Never the user's own file: plugins, hooks and status scripts stay out.
 * No global `window-size`: with `manual` there, new-session crashes 3.3a to 3.6b.
 */
export function serverConfiguration(settings: ServerSettings): string {
  const lines = [
    '# Written by agents at every start of this server; changes here are lost.',
    'set -s exit-empty off', // the server stays when the last session ends
    'set -s message-limit 0', // otherwise show-messages keeps commands, prompts included
    'set -s escape-time 10', // a lone Escape in a key press of ours is not held back for half a second
    'set -gw remain-on-exit on', // keeps exit status and last screen
    'set -gwq remain-on-exit-format ""', // "Pane is dead" would scroll that screen by a line; unknown to 3.2
    'set -g history-limit 1000', // 2 MiB per session at width 200
    `set -g default-size ${settings.columns}x${settings.rows}`,
    'set -gw automatic-rename off',
    'set -gw allow-rename off',
    'set -g update-environment ""', // an attaching person's environment stays theirs
    'set -g default-shell /bin/sh',
    'set -g default-terminal screen-256color', // the one terminfo entry that every system has
    'set -s extended-keys on', // pi warns without it, and a person's Shift-Enter is a line break with it
    'set -g mouse off', // a scrolling person would put the pane into copy mode
    'set -g set-titles off',
    'set -g monitor-bell off',
    'set -g visual-activity off',
    settings.nudgeFile === null ? 'set-hook -gu pane-died' : deathHook(settings.nudgeFile),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * `echo >` keeps the file one byte long and moves its time. It must never fail aloud: tmux would show run-shell's
 * complaint in a pane, in a mode that swallows keys.
 */
function deathHook(nudgeFile: string): string {
  const shell = `{ echo > ${shellWord(nudgeFile)}; } 2>/dev/null || true`
  return `set-hook -g pane-died ${word(`run-shell -b ${word(literalFormat(shell))}`)}`
}
