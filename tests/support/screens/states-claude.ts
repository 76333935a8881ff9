import type { StateRows } from './states.ts'

/** Claude Code. */
export const claudeStates: StateRows = {
  starting: { reads: 'unknown', screens: ['unknown/starting', 'unknown/blank'] },
  'start-up dialog': {
    reads: 'start-up dialog',
    screens: [
      ...['dialog/theme', 'dialog/security-notes', 'dialog/api-key', 'dialog/bypass-permissions'],
      ...['dialog/trust', 'dialog/trust-folder', 'dialog/trust-folder-fullscreen'],
      ...['dialog/external-imports', 'dialog/mcp-server', 'dialog/mcp-servers'],
      ...['dialog/settings-error', 'dialog/config-error'],
      ...['dialog/login', 'dialog/login-first-start', 'dialog/login-code'],
    ],
  },
  idle: {
    reads: 'idle',
    screens: ['idle/started', 'idle/placeholder', 'idle/finished', 'idle/own-status-line'],
  },
  draft: { reads: 'draft', screens: ['draft/one-line', 'draft/three-lines', 'draft/collapsed-paste'] },
  working: {
    reads: 'working',
    screens: [
      ...['working/silent', 'working/spinner-and-footer', 'working/spinner-with-todos'],
      ...['working/spinner-without-seconds', 'working/own-status-line'],
    ],
  },
  streaming: { reads: 'working', screens: ['working/streaming', 'working/footer-only'] },
  'tool at work': { reads: 'working', screens: ['working/tool'] },
  queued: { reads: 'working', screens: ['working/text-queued', 'working/texts-queued'] },
  permission: {
    reads: 'permission',
    screens: [
      ...['dialog/permission', 'dialog/permission-command', 'dialog/permission-command-fullscreen'],
      ...['dialog/permission-edit', 'dialog/permission-fetch', 'dialog/permission-plan'],
      'dialog/below-an-old-box',
    ],
  },
  question: { reads: 'question', screens: ['dialog/question'] },
  menu: { reads: 'other dialog', screens: ['dialog/other-model'] },
  'limit that goes on': {
    reads: 'limited, goes on',
    screens: ['limited/five-hour-goes-on-by-itself', 'limited/out-of-credits'],
    note: 'the time to the reset decides, not the kind of limit: a weekly one that ends in six hours goes on, too',
  },
  'limit that waits': {
    reads: 'limited',
    screens: ['limited/five-hour', 'limited/weekly'],
    note: 'so it stands there after its menu was answered with waiting; counts beside the transcript alone',
  },
  'limit menu': {
    reads: 'limit menu',
    screens: ['dialog/limit', 'dialog/limit-fullscreen', 'dialog/limit-menu'],
  },
  'limit near': { reads: 'idle', screens: ['idle/warned-of-a-limit'] },
  retrying: { reads: 'working', screens: ['working/retrying', 'working/overloaded-retrying'] },
  error: {
    reads: 'idle',
    screens: ['idle/connection-lost', 'idle/refused'],
    note: 'the screen tells that a text can be typed; the transcript and a hook tell of the error',
  },
  'login lost': { reads: 'idle', screens: ['idle/login-lost'], note: 'the transcript and a hook tell' },
  'money gone': { reads: 'idle', screens: ['idle/credit-too-low'], note: 'the transcript and a hook tell' },
  'context full': { reads: 'idle', screens: ['idle/context-full'], note: 'the transcript and a hook tell' },
  compacting: { reads: 'working', screens: ['working/compacting'] },
  'background job': {
    reads: 'idle',
    screens: ['idle/background-shell'],
    note: 'the registry and the Stop hook tell',
  },
  dead: { gap: 'tmux tells, whatever stands on the screen' },
}
