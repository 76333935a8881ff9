import type { StateRows } from './states.ts'

/** OpenCode. */
export const opencodeStates: StateRows = {
  starting: { gap: 'a blank screen, then at once its box, which takes no text for some seconds' },
  'start-up dialog': { gap: 'none was seen' },
  idle: {
    reads: 'idle',
    screens: [...['idle/started', 'idle/finished', 'idle/interrupted', 'idle/empty'], 'idle/placeholder'],
  },
  draft: {
    reads: 'draft',
    screens: [
      ...['draft/one-line', 'draft/three-lines', 'draft/folded-lines', 'draft/slash-menu'],
      'draft/words',
    ],
  },
  working: { reads: 'working', screens: ['working/silent', 'working/bar'] },
  streaming: { reads: 'working', screens: ['working/streaming'] },
  'tool at work': { reads: 'working', screens: ['working/tool'] },
  queued: { reads: 'working', screens: ['working/queued'] },
  permission: {
    reads: 'permission',
    screens: [
      ...['dialog/permission', 'dialog/permission-command', 'dialog/permission-edit'],
      'dialog/permission-always',
    ],
  },
  question: { reads: 'question', screens: ['dialog/question'] },
  menu: { reads: 'other dialog', screens: ['dialog/model'], note: 'its box stands there all the while' },
  'limit that goes on': {
    reads: 'working',
    screens: ['working/limit'],
    note: 'it tries again for ever, with the time in its row',
  },
  'limit that waits': { gap: 'it has none' },
  'limit menu': { gap: 'it has none' },
  'limit near': { gap: 'it tells none' },
  retrying: { reads: 'working', screens: ['working/retrying'] },
  error: { reads: 'idle', screens: ['idle/error'] },
  'login lost': { reads: 'idle', screens: ['idle/login-lost', 'idle/forbidden'] },
  'money gone': { reads: 'idle', screens: ['idle/money-gone'] },
  'context full': {
    reads: 'working',
    screens: ['working/context-full'],
    note: 'it compacts by itself, and asks again',
  },
  compacting: { reads: 'working', screens: ['working/compacting'] },
  'background job': {
    gap: 'its commands end with their turn; sub-agents go on behind it only where an experiment is switched on',
  },
  dead: { gap: 'tmux tells, whatever stands on the screen' },
}
