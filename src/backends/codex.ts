import type { Profile } from './profile.ts'

/** Codex CLI. */
export const codex: Profile = {
  name: 'codex',
  seenOn: 'codex 0.169.0',
  command: [
    'codex',
    '--no-daemon',
    '--no-alt-screen',
    '--ask-for-approval',
    'never',
    '--sandbox',
    'danger-full-access',
  ],
  modelOption: '--model',
  env: {},
  submitKey: 'Enter',
  // Enter is a line break for 120 ms after a paste.
  submitDelayMs: 400,
  // A message that comes while an answer streams throws the answer away.
  input: 'waits',
  screen: {
    composer: 'prompt',
    prompt: /^› ?/,
    placeholder: /^(Ask Codex to do anything|.* for shortcuts)$/,
    folded: /^\[Pasted Content (?<chars>\d+) chars\]$/,
    working: [/^• Working \(/, /esc to interrupt/],
    dialog: [/Would you like to run the following command/, /Press enter to (confirm|continue)/],
  },
}
