/** A release as `tmux -V` tells it: 3.3a is { major: 3, minor: 3, patch: 'a' }. */
export interface TmuxVersion {
  readonly major: number
  readonly minor: number
  readonly patch: string
  /** As printed, for people. */
  readonly text: string
}

/** Something that a version is known to do wrong, for `doctor`. Bounds are inclusive, as `major.minor` plus letter. */
export interface KnownFault {
  readonly from: string
  readonly to: string
  readonly what: string
  readonly meanwhile: string
}

/** Below this, `-N` and list filters are missing and if-shell behaves otherwise. */
export const OLDEST_TMUX = '3.2'

/** Seen in experiments on 3.2a, 3.3a, 3.4, 3.5a, 3.6b and 3.7c, or read in the fix. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    from: '3.2',
    to: '3.3a',
    what: 'pasting into a pane whose program has ended kills the server and every agent in it',
    meanwhile: 'agents always checks the pane inside the server first; do not paste by hand into a dead pane',
  },
  {
    from: '3.2',
    to: '3.6b',
    what: 'a control-mode client (tmux -C, iTerm2 -CC) that connects while sessions change can crash the server',
    meanwhile: 'attach with "agents attach", never with -C or -CC',
  },
  {
    from: '3.3a',
    to: '3.6b',
    what: 'new-session -x -y crashes the server when window-size is manual globally',
    meanwhile: 'do not set window-size globally on the servers of a team',
  },
  {
    from: '3.2',
    to: '3.5a',
    what: 'captures by control-mode clients are never freed',
    meanwhile: 'agents uses no control mode',
  },
  {
    from: '3.2',
    to: '3.2a',
    what: 'new sessions ignore their size, and every command leaks some 35 bytes in the server',
    meanwhile: 'agents sets the size again; restart the team now and then, or upgrade',
  },
  {
    from: '3.2',
    to: '3.2a',
    what: 'the signal that ended a program is not told',
    meanwhile: 'agents reports such a death without its signal',
  },
]

export type VersionVerdict =
  | { readonly ok: true; readonly version: TmuxVersion; readonly faults: readonly KnownFault[] }
  | { readonly ok: false; readonly message: string }

/** Judges what `tmux -V` printed: usable and with which known faults, or one sentence that says why not. */
export function judgeVersion(printed: string): VersionVerdict {
  const text = printed.trim()
  const version = parseVersion(text)
  if (!version)
    return { ok: false, message: `"${text}" is no tmux version; agents needs tmux ${OLDEST_TMUX} or newer` }
  if (rank(version) < rankOf(OLDEST_TMUX))
    return { ok: false, message: `${text} is too old: agents needs tmux ${OLDEST_TMUX} or newer` }
  return { ok: true, version, faults: KNOWN_FAULTS.filter((fault) => isWithin(version, fault)) }
}

/** `tmux 3.3a`, `tmux next-3.4`, `tmux openbsd-7.4`; `tmux master` counts as newer than every release. */
export function parseVersion(text: string): TmuxVersion | null {
  if (text === 'tmux master') return { major: 99, minor: 0, patch: '', text }
  const [, openbsd, major, minor, patch = ''] =
    /^tmux (?:next-|(openbsd-))?(\d+)\.(\d+)([a-z]?)/.exec(text) ?? []
  if (major === undefined || minor === undefined) return null
  // OpenBSD 6.9 shipped 3.2; its own numbers say nothing about releases after that.
  if (openbsd) return Number(major) >= 7 ? { major: 3, minor: 2, patch: 'a', text } : null
  return { major: Number(major), minor: Number(minor), patch, text }
}

function isWithin(version: TmuxVersion, fault: KnownFault): boolean {
  return rank(version) >= rankOf(fault.from) && rank(version) <= rankOf(fault.to)
}

function rankOf(release: string): number {
  const version = parseVersion(`tmux ${release}`)
  return version ? rank(version) : Number.NaN
}

function rank({ major, minor, patch }: TmuxVersion): number {
  return major * 10_000 + minor * 100 + (patch ? patch.charCodeAt(0) - 96 : 0)
}
