import type { DialogForm } from './dialog-form.ts'

const SEEN_ON = 'gemini-cli 0.61.0'
/** The lower edge of its frame, and nothing else. */
const ENDS = /^╰─+╯$/

/** Gemini CLI's dialogs. */
export const GEMINI_DIALOGS: readonly DialogForm[] = [
  {
    ...{ name: 'trust-folder', kind: 'startup', seenOn: SEEN_ON, ends: ENDS },
    asks: /^Do you trust the files in this folder\?/,
    options: [/^Trust folder \(.+\)$/, /^Trust parent folder \(.+\)$/, /^Don't trust(?: \(esc\))?$/],
    answer: { take: /^Trust folder \(.+\)$/, consent: { to: 'own-folder' } },
  },
  {
    ...{ name: 'login', kind: 'startup', seenOn: SEEN_ON, options: [], answer: null },
    asks: /How would you like to authenticate for this project\?/,
    ends: /\(Use Enter to select\).*╯$/,
  },
  {
    // Trying again costs a request each time, and may be upgraded or switched in other rows.
    ...{ name: 'limit', kind: 'limit', seenOn: SEEN_ON, ends: ENDS, hasMore: true },
    asks: /^Usage limit reached for .+\./,
    options: [/^Keep trying$/, /^Stop$/],
    answer: { take: /^Stop$/, consent: null },
  },
]
