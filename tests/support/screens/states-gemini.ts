import type { StateRows } from './states.ts'

/** Gemini CLI. */
export const geminiStates: StateRows = {
  starting: {
    gap: 'its box is there before it takes commands: what is typed then is queued, a command as a plain text',
  },
  'start-up dialog': {
    reads: 'start-up dialog',
    screens: ['dialog/trust-folder', 'dialog/login', 'dialog/added-folders'],
  },
  idle: { reads: 'idle', screens: ['idle/started', 'idle/finished', 'idle/interrupted', 'idle/placeholder'] },
  draft: {
    reads: 'draft',
    screens: [
      ...['draft/one-line', 'draft/three-lines', 'draft/folded-lines', 'draft/folded-chars'],
      ...['draft/slash-menu', 'draft/words'],
    ],
  },
  working: { reads: 'working', screens: ['working/silent', 'working/thinking'] },
  streaming: { reads: 'working', screens: ['working/streaming'] },
  'tool at work': { reads: 'working', screens: ['working/tool'] },
  queued: { reads: 'working', screens: ['working/queued'] },
  permission: {
    reads: 'permission',
    screens: [
      ...['dialog/permission', 'dialog/permission-command', 'dialog/permission-edit'],
      'dialog/permission-fetch',
    ],
  },
  question: { reads: 'question', screens: ['dialog/question'], note: 'its title says that it asks leave' },
  menu: { reads: 'other dialog', screens: ['dialog/model'] },
  'limit that goes on': {
    reads: 'working',
    screens: ['working/limit-of-a-minute'],
    note: 'a minute’s limit is invisible: it works, and nothing comes',
  },
  'limit that waits': { reads: 'limited', screens: ['limited/usage'] },
  'limit menu': {
    reads: 'limit menu',
    screens: ['dialog/limit'],
    note: 'its title says working: the menu counts first',
  },
  'limit near': { gap: 'it tells none' },
  retrying: {
    reads: 'working',
    screens: ['working/overloaded'],
    note: 'invisible: the row of working stays for minutes',
  },
  error: { reads: 'idle', screens: ['idle/error'] },
  'login lost': { reads: 'idle', screens: ['idle/login-lost', 'idle/forbidden'] },
  'money gone': {
    gap: 'a daily quota is its limit menu; any other 429 is tried again for minutes and looks like work',
  },
  'context full': { reads: 'idle', screens: ['idle/context-full'], note: 'looks like any other error' },
  compacting: {
    reads: 'working',
    screens: ['working/compressing'],
    note: 'its title says that it is ready: the row on the screen counts',
  },
  'background job': {
    reads: 'background job',
    screens: ['idle/background-shell'],
  },
  dead: { gap: 'tmux tells, whatever stands on the screen' },
}
