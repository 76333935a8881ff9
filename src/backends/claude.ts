import type { Profile } from './profile.ts'

/** Claude Code. */
export const claude: Profile = {
  name: 'claude',
  seenOn: 'Claude Code 2.1.329',
  command: ['claude', '--dangerously-skip-permissions'],
  modelOption: '--model',
  env: { DISABLE_AUTOUPDATER: '1' },
  submitKey: 'Enter',
  // It holds a paste for 100 ms; 300 ms was never seen to lose the key.
  submitDelayMs: 300,
  input: 'queues',
  screen: {
    composer: 'ruled',
    prompt: /^❯[  ]?/,
    placeholder: /^Try "/,
    folded: /^\[Pasted text #\d+(?: \+(?<lines>\d+) lines)?\]$/,
    // A finished row has no ellipsis; a Markdown bullet may look like a spinner, so the dots are required.
    working: [/^[·✢*✶✻✽✳]\s.*…/, /esc to interrupt/],
    dialog: [/Enter to (confirm|select)/, /Esc to cancel/, /Do you want to /, /Would you like to proceed/],
  },
}
