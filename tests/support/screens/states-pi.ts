import type { StateRows } from './states.ts'

/** pi. */
export const piStates: StateRows = {
  starting: { reads: 'unknown', screens: ['unknown/starting'] },
  'start-up dialog': { gap: 'it asks nothing at its start' },
  idle: { reads: 'idle', screens: ['idle/started', 'idle/finished', 'idle/interrupted'] },
  draft: {
    reads: 'draft',
    screens: [
      ...['draft/one-line', 'draft/three-lines', 'draft/folded-lines', 'draft/folded-chars'],
      ...['draft/scrolled', 'draft/slash-menu', 'draft/after-interrupt', 'draft/with-a-rule'],
    ],
  },
  working: { reads: 'working', screens: ['working/silent'] },
  streaming: { reads: 'working', screens: ['working/streaming'] },
  'tool at work': { reads: 'working', screens: ['working/tool'] },
  queued: { reads: 'working', screens: ['working/steering'] },
  permission: { gap: 'it never asks leave' },
  question: { gap: 'it has no tool for questions' },
  menu: { reads: 'other dialog', screens: ['dialog/model'] },
  'limit that goes on': { gap: 'invisible: a limit is an error that it tries again' },
  'limit that waits': { gap: 'looks like any other error' },
  'limit menu': { gap: 'it has none' },
  'limit near': { gap: 'it tells none' },
  retrying: { reads: 'working', screens: ['working/waiting-to-retry'] },
  error: { reads: 'idle', screens: ['idle/error'] },
  'login lost': { reads: 'idle', screens: ['idle/login-lost'] },
  'money gone': { gap: 'looks like any other error' },
  'context full': {
    reads: 'idle',
    screens: ['idle/context-full'],
    note: 'it compacts once by itself before it gives up',
  },
  compacting: { reads: 'working', screens: ['working/compacting'] },
  'background job': { gap: 'it has none' },
  dead: { gap: 'tmux tells, whatever stands on the screen' },
}
