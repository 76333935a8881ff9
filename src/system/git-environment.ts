/** The one place that says how git is run: nobody is asked, nothing foreign is executed, no lock is taken for a look. */
const ALWAYS: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: '0',
  GCM_INTERACTIVE: 'never',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
}

/** An ssh that never asks and never waits: no answer in 10 s, or silence for 15 s, is a failure. */
const SSH_OPTIONS =
  '-oBatchMode=yes -oConnectTimeout=10 -oServerAliveInterval=5 -oServerAliveCountMax=3 -oNumberOfPasswordPrompts=0'

/** Options before the subcommand, as `key=value`. Under 1 kB/s for 10 s is a dead transfer. */
export const GIT_CONFIG: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'protocol.ext.allow=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'log.showSignature=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=10',
]

/** The person's own transport settings. Every other GIT_… (GIT_DIR of a hook, GIT_INDEX_FILE, …) stays outside. */
const KEPT =
  /^GIT_(SSH_VARIANT|SSL_.*|PROXY_.*|HTTP_PROXY_AUTHMETHOD|EXEC_PATH|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM)$/

/**
 * The whole environment of a git process, made from the caller's. The system's gitconfig stays in force: an
 * administrator's safe.directory and proxies live there, and what is dangerous in it GIT_CONFIG overrides.
 */
export function gitEnvironment(
  base: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept = Object.entries(base).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (!entry[0].startsWith('GIT_') || KEPT.test(entry[0])),
  )
  const ssh = base.GIT_SSH_COMMAND || 'ssh'
  return { ...Object.fromEntries(kept), ...ALWAYS, GIT_SSH_COMMAND: `${ssh} ${SSH_OPTIONS}` }
}
