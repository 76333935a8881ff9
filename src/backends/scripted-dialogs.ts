import type { DialogForm } from './dialog-form.ts'

const ENDS = /^↑↓ to move · Enter to confirm · Esc to cancel$/

/** Dialogs that a script may show and that are known like those of a real CLI: by a `dialog` step with these very words. */
export const SCRIPTED_DIALOGS: readonly DialogForm[] = [
  {
    ...{ name: 'trust-folder', kind: 'startup', seenOn: 'this package', ends: ENDS },
    asks: /^Trust this folder\? (?<folder>\S.*)$/,
    options: [/^Yes, trust it$/, /^No, exit$/],
    answer: { take: /^Yes, trust it$/, consent: { to: 'own-folder' } },
  },
  {
    ...{ name: 'limit', kind: 'limit', seenOn: 'this package', ends: ENDS, hasMore: true },
    asks: /^The limit is reached\. What now\?$/,
    options: [/^Wait for the reset$/],
    answer: { take: /^Wait for the reset$/, consent: null },
  },
]
