import type { StateRows } from './states.ts'

const DEAD = { gap: 'tmux tells, whatever stands on the screen' }

/** Gemini CLI. */
export const geminiStates: StateRows = {
  starting: { gap: 'not recorded' },
  'start-up dialog': { reads: 'start-up dialog', screens: ['dialog/trust-folder', 'dialog/login'] },
  idle: { reads: 'idle', screens: ['idle/placeholder'] },
  draft: { reads: 'draft', screens: ['draft/words'] },
  working: { reads: 'working', screens: ['working/thinking'] },
  streaming: { gap: 'not recorded' },
  'tool at work': { gap: 'not recorded' },
  queued: { gap: 'not recorded' },
  permission: { reads: 'permission', screens: ['dialog/permission', 'dialog/permission-command'] },
  question: { gap: 'not recorded' },
  menu: { gap: 'not recorded' },
  'limit that goes on': { gap: 'a minute’s limit is invisible: it works, and nothing comes' },
  'limit that waits': { reads: 'limited', screens: ['limited/usage'] },
  'limit menu': {
    reads: 'limit menu',
    screens: ['dialog/limit'],
    note: 'its title says working: the menu counts first',
  },
  'limit near': { gap: 'it tells none' },
  retrying: { gap: 'invisible: the row of working stays' },
  error: { gap: 'not recorded' },
  'login lost': { gap: 'not recorded' },
  'money gone': { gap: 'a daily quota is its limit menu' },
  'context full': { gap: 'not recorded' },
  compacting: { gap: 'not recorded' },
  'background job': { gap: 'not known that it has any' },
  dead: DEAD,
}

/** Qwen Code. */
export const qwenStates: StateRows = {
  starting: { gap: 'not recorded' },
  'start-up dialog': {
    reads: 'start-up dialog',
    screens: ['dialog/trust-folder'],
    note: 'its login (`dialog/login`) is not known word for word: a dialog, and a person is told',
  },
  idle: { reads: 'idle', screens: ['idle/started', 'idle/finished'] },
  draft: {
    reads: 'draft',
    screens: [
      ...['draft/one-line', 'draft/three-lines', 'draft/folded-lines', 'draft/slash-menu'],
      'draft/after-interrupt',
    ],
  },
  working: {
    reads: 'working',
    screens: ['working/silent', 'working/waiting', 'working/row-over-two-lines'],
  },
  streaming: { gap: 'not recorded' },
  'tool at work': { reads: 'working', screens: ['working/tool'] },
  queued: { reads: 'working', screens: ['working/queued'] },
  permission: { reads: 'permission', screens: ['dialog/permission'] },
  question: { gap: 'not recorded' },
  menu: { reads: 'other dialog', screens: ['dialog/model'] },
  'limit that goes on': { gap: 'invisible: it works, and nothing comes' },
  'limit that waits': { gap: 'looks like any other error' },
  'limit menu': { gap: 'it has none' },
  'limit near': { gap: 'it tells none' },
  retrying: { reads: 'working', screens: ['working/hidden-retries'] },
  error: { gap: 'not recorded' },
  'login lost': { reads: 'idle', screens: ['idle/login-lost'] },
  'money gone': { gap: 'not recorded' },
  'context full': { gap: 'not recorded' },
  compacting: { gap: 'not recorded' },
  'background job': { gap: 'not known that it has any' },
  dead: DEAD,
}

/** OpenCode. */
export const opencodeStates: StateRows = {
  starting: { gap: 'not recorded; text typed now vanishes' },
  'start-up dialog': { gap: 'none was seen' },
  idle: { reads: 'idle', screens: ['idle/empty', 'idle/placeholder'] },
  draft: { reads: 'draft', screens: ['draft/words'] },
  working: { reads: 'working', screens: ['working/bar'] },
  streaming: { gap: 'not recorded' },
  'tool at work': { gap: 'not recorded' },
  queued: { gap: 'not recorded' },
  permission: { reads: 'permission', screens: ['dialog/permission'] },
  question: { gap: 'not recorded' },
  menu: { gap: 'not recorded' },
  'limit that goes on': { gap: 'not recorded; it tries again for ever, with the time in its row' },
  'limit that waits': { gap: 'it has none' },
  'limit menu': { gap: 'it has none' },
  'limit near': { gap: 'it tells none' },
  retrying: { gap: 'not recorded' },
  error: { gap: 'not recorded' },
  'login lost': { gap: 'not recorded' },
  'money gone': { gap: 'not recorded; quota errors are tried again' },
  'context full': { gap: 'not recorded' },
  compacting: { gap: 'not recorded' },
  'background job': { gap: 'not known that it has any' },
  dead: DEAD,
}
