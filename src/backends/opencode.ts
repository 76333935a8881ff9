import type { Profile } from './profile.ts'

/** OpenCode. */
export const opencode: Profile = {
  name: 'opencode',
  seenOn: 'opencode 1.18.33',
  command: ['opencode'],
  modelOption: '--model',
  session: null,
  env: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
  submitKey: 'Enter',
  submitDelayMs: 1000,
  input: 'queues',
  screen: {
    composer: 'gutter',
    prompt: /^/,
    placeholder: /^Ask anything/,
    folded: null,
    working: [],
    footer: [/esc (again to )?interrupt/],
    dialog: [/^[\s┃]*△ (Permission required|Always allow)/],
  },
}
