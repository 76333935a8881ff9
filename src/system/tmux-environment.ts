import { homedir } from 'node:os'

/** What agents may see of our environment; all else reaches them only through `env` in agents.toml. */
const ALLOWED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TZ', 'TMPDIR', 'LANG', 'LANGUAGE']

/** Where tmux keeps its sockets; without it our clients would look in another folder than the person's. */
const SOCKET_FOLDER = 'TMUX_TMPDIR'

/**
 * The environment of tmux itself, and so of every agent: an allow list of the caller's, a terminal name, UTF-8.
 * Secrets of the caller (API keys, SSH agents) stay behind.
 */
export function cleanEnvironment(
  source: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const clean: Record<string, string> & { PATH?: string; LANG?: string; LC_ALL?: string; LC_CTYPE?: string } =
    {}
  for (const [name, value] of Object.entries(source)) {
    const isAllowed = ALLOWED.includes(name) || name.startsWith('LC_') || name === SOCKET_FOLDER
    if (isAllowed && value !== undefined) clean[name] = value
  }
  clean.PATH ??= '/usr/local/bin:/usr/bin:/bin'
  if (!clean.LC_ALL && !clean.LC_CTYPE) clean.LANG ||= 'C.UTF-8'
  return { ...clean, TERM: 'xterm-256color' }
}

/** The home folder of agents that are given none: the caller's, as every program finds it. */
export function homeOf(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.HOME || homedir()
}
