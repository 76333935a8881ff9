import { type HookEvent, type HookProfile, type HookWord, TELL_COMMAND } from './hook-profile.ts'

/**
 * Seen on Qwen Code 0.15.10: hooks in its system's defaults run for the session alone, in every folder, unless its user has hooks
 * in a settings.json: then those run and ours do not. Esc fires none. Leave and questions are told by the screen: no hook tells
 * when they are answered.
 */
const READERS: Readonly<Record<string, (event: HookEvent) => HookWord>> = {
  SessionStart: ({ source }) => ({ says: source === 'compact' ? null : 'idle' }),
  UserPromptSubmit: ({ prompt }) => ({ says: 'working', submitted: textOf(prompt) }),
  Stop: () => ({ says: 'idle' }),
  StopFailure: ({ last_assistant_message: banner, error_details: details, error }) => ({
    says: 'failed',
    detail: textOf(banner) || textOf(details) || textOf(error),
  }),
  PreCompact: () => ({ says: 'compacting' }),
  // A turn goes on or not: the screen tells.
  PostCompact: () => ({ says: null }),
  SessionEnd: ({ reason }) => ({ says: reason === 'clear' ? null : 'ended' }),
}

const SETTINGS_FILE = 'qwen-defaults'
/** Hooks are waited for; one that hangs is given up after so long. */
const TIMEOUT_MS = 5_000
/** A Qwen Code that is run by a command of this one is another session. */
const COMMAND = `[ -n "$QWEN_CODE" ] || { ${TELL_COMMAND}; }; exit 0`
const HOOK = [{ hooks: [{ type: 'command', command: COMMAND, timeout: TIMEOUT_MS }] }]
/** Of its version of settings, which else it would bring up to date. */
const SETTINGS = { $version: 4, hooks: Object.fromEntries(Object.keys(READERS).map((name) => [name, HOOK])) }

/** Qwen Code's hooks. */
export const qwenHooks: HookProfile = {
  args: [],
  env: { QWEN_CODE_SYSTEM_DEFAULTS_PATH: `{folder}/${SETTINGS_FILE}` },
  files: { [SETTINGS_FILE]: JSON.stringify(SETTINGS) },
  taken: ['--bare', 'QWEN_CODE_SYSTEM_DEFAULTS_PATH', 'QWEN_CODE_SYSTEM_SETTINGS_PATH'],
  standsFor: [
    '/etc/qwen-code/system-defaults.json',
    '/Library/Application Support/QwenCode/system-defaults.json',
  ],
  read: (event) => {
    const name = textOf(event.hook_event_name)
    return Object.hasOwn(READERS, name) ? (READERS[name]?.(event) ?? null) : null
  },
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
