import type { StateRows } from './states.ts'

/** Qwen Code. */
export const qwenStates: StateRows = {
  starting: {
    gap: 'its box is there before it takes commands: what is typed then is queued, a command as a plain text',
  },
  'start-up dialog': {
    reads: 'start-up dialog',
    screens: ['dialog/trust-folder'],
    note: 'its login (`dialog/login`) is not known word for word: a dialog, and a person is told',
  },
  idle: { reads: 'idle', screens: ['idle/started', 'idle/finished', 'idle/interrupted'] },
  draft: {
    reads: 'draft',
    screens: [
      ...['draft/one-line', 'draft/three-lines', 'draft/folded-lines', 'draft/folded-chars'],
      ...['draft/slash-menu', 'draft/after-interrupt'],
    ],
  },
  working: {
    reads: 'working',
    screens: ['working/silent', 'working/waiting', 'working/row-over-two-lines'],
  },
  streaming: { reads: 'working', screens: ['working/streaming'] },
  'tool at work': { reads: 'working', screens: ['working/tool'] },
  queued: { reads: 'working', screens: ['working/queued'] },
  permission: {
    reads: 'permission',
    screens: ['dialog/permission', 'dialog/permission-edit', 'dialog/permission-fetch'],
  },
  question: { reads: 'question', screens: ['dialog/question'] },
  menu: { reads: 'other dialog', screens: ['dialog/model'] },
  'limit that goes on': {
    reads: 'working',
    screens: ['working/rate-limited'],
    note: 'invisible: it works, and nothing comes',
  },
  'limit that waits': { gap: 'looks like any other error' },
  'limit menu': { gap: 'it has none' },
  'limit near': { gap: 'it tells none' },
  retrying: { reads: 'working', screens: ['working/hidden-retries'] },
  error: { reads: 'idle', screens: ['idle/error'], note: 'the transcript tells' },
  'login lost': {
    reads: 'idle',
    screens: ['idle/login-lost', 'idle/forbidden'],
    note: 'the transcript tells',
  },
  'money gone': { reads: 'idle', screens: ['idle/money-gone'], note: 'the transcript tells' },
  'context full': { reads: 'idle', screens: ['idle/context-full'], note: 'the transcript tells' },
  compacting: { reads: 'unknown', screens: ['unknown/compressing'], note: 'its box is gone meanwhile' },
  'background job': {
    reads: 'idle',
    screens: ['idle/background-shell'],
    note: '`1 shell` below its box',
  },
  dead: { gap: 'tmux tells, whatever stands on the screen' },
}
