import type { StateRows } from './states.ts'

/** Codex CLI. */
export const codexStates: StateRows = {
  starting: {
    reads: 'unknown',
    screens: ['unknown/starting'],
    note: 'its box is drawn, with its keys alone below it; an Enter would be lost',
  },
  'start-up dialog': {
    reads: 'start-up dialog',
    screens: [
      ...['dialog/trust-folder', 'dialog/trust-folder-alternate', 'dialog/hooks', 'dialog/login'],
      ...['dialog/update', 'dialog/newer-model'],
    ],
  },
  idle: { reads: 'idle', screens: ['idle/started', 'idle/finished', 'idle/new-glyph'] },
  draft: { reads: 'draft', screens: ['draft/words'] },
  working: { reads: 'working', screens: ['working/first-seconds', 'working/an-hour'] },
  streaming: {
    reads: 'idle',
    screens: ['idle/while-streaming'],
    note: 'its row goes away: the pane’s title alone tells',
  },
  'tool at work': { reads: 'working', screens: ['working/tool'] },
  queued: { gap: 'nothing is typed while it works: a text would throw the answer away' },
  permission: {
    reads: 'permission',
    screens: ['dialog/command', 'dialog/permission-command', 'dialog/permission-command-alternate'],
  },
  question: { reads: 'question', screens: ['dialog/question'], note: 'in its plan mode alone' },
  menu: { reads: 'other dialog', screens: ['dialog/models'] },
  'limit that goes on': { gap: 'it never goes on by itself' },
  'limit that waits': {
    reads: 'limited',
    screens: ['limited/usage'],
    note: 'counts beside the transcript alone',
  },
  'limit menu': { reads: 'limit menu', screens: ['dialog/cheaper-model'] },
  'limit near': { reads: 'idle', screens: ['idle/warned-of-a-limit'] },
  retrying: { reads: 'working', screens: ['working/reconnecting'] },
  error: { reads: 'idle', screens: ['idle/stream-cut'], note: 'the transcript tells' },
  'login lost': { reads: 'idle', screens: ['idle/login-lost'], note: 'the transcript tells' },
  'money gone': { reads: 'idle', screens: ['idle/quota'], note: 'the transcript tells' },
  'context full': { reads: 'idle', screens: ['idle/context-full'], note: 'the transcript tells' },
  compacting: { reads: 'working', screens: ['working/compacting'] },
  'background job': {
    reads: 'background job',
    screens: ['idle/background-terminal'],
    note: 'a command that takes longer than ten seconds goes on behind it',
  },
  dead: { gap: 'tmux tells, whatever stands on the screen' },
}
