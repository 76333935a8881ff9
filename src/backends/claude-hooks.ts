import { type HookEvent, type HookProfile, type HookWord, TELL_COMMAND } from './hook-profile.ts'

/**
 * Seen on Claude Code 2.1.329: hooks given with `--settings` run for the session alone, also with permissions skipped,
 * and not before the folder is trusted. Esc fires none, nor does a menu. Sub-agents are told by `background_tasks`.
 */
const READERS: Readonly<Record<string, (event: HookEvent) => HookWord | null>> = {
  // After a compaction it comes in the middle of a turn.
  SessionStart: ({ source }) => ({ says: source === 'compact' ? null : 'idle' }),
  UserPromptSubmit: ({ prompt }) => ({ says: 'working', submitted: textOf(prompt) }),
  PermissionRequest: (event) => ({ says: 'permission', detail: requestOf(event) }),
  Notification: readNotification,
  Stop: ({ background_tasks: tasks }) => readStop(Array.isArray(tasks) ? tasks : []),
  StopFailure: readFailure,
  PreCompact: () => ({ says: 'compacting' }),
  // A turn goes on or not: the registry tells.
  PostCompact: () => ({ says: null }),
  SessionEnd: ({ reason }) => ({ says: reason === 'clear' || reason === 'resume' ? null : 'ended' }),
}

/** Hooks are waited for; one that hangs is given up after so many seconds. */
const TIMEOUT_SEC = 5

const HOOK = [{ hooks: [{ type: 'command', command: TELL_COMMAND, timeout: TIMEOUT_SEC }] }]
const SETTINGS = { hooks: Object.fromEntries(Object.keys(READERS).map((name) => [name, HOOK])) }

/** Claude Code's hooks. */
export const claudeHooks: HookProfile = {
  args: ['--settings', JSON.stringify(SETTINGS)],
  taken: ['--settings'],
  read: (event) => {
    const name = textOf(event.hook_event_name)
    return Object.hasOwn(READERS, name) ? (READERS[name]?.(event) ?? null) : null
  },
}

/** `idle_prompt` comes a minute after a turn ended, whatever had ended it: it says nothing new. */
function readNotification({ notification_type: type, message }: HookEvent): HookWord | null {
  if (type === 'permission_prompt') return null // its PermissionRequest came six seconds before, and said for what
  if (type === 'agent_needs_input' || type === 'elicitation_dialog')
    return { says: 'question', detail: textOf(message) }
  return null
}

function readStop(tasks: readonly unknown[]): HookWord {
  if (tasks.length === 0) return { says: 'idle' }
  return { says: 'background', detail: tasks.map((task) => textOf(rowOf(task).description)).join(', ') }
}

/** `rate_limit` is told for a usage limit and for too many requests at once; only the banner tells them apart. */
function readFailure({ error, last_assistant_message: message }: HookEvent): HookWord {
  const banner = textOf(message) || textOf(error)
  const isLimit =
    error === 'rate_limit' && /\b(limit|usage credits)\b.*\bresets?\b|\bhit your\b/i.test(banner)
  return { says: isLimit ? 'limited' : 'failed', detail: banner }
}

function requestOf({ tool_name: tool, tool_input: input }: HookEvent): string {
  const { command, file_path: path, url } = rowOf(input)
  const what = textOf(command) || textOf(path) || textOf(url)
  return what === '' ? textOf(tool) : `${textOf(tool)}: ${what}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function rowOf(value: unknown): HookEvent {
  return typeof value === 'object' && value !== null ? (value as HookEvent) : {}
}
