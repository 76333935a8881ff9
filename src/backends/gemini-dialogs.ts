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
    // Without `--yolo` our own `--include-directories` brings it up. Not the agent's folder: a person answers.
    ...{ name: 'added-folders', kind: 'startup', seenOn: SEEN_ON, ends: ENDS, answer: null },
    asks: /^Do you trust the following folders being added to this workspace\?/,
    options: [/^Yes$/, /^Yes, and remember the directories as trusted$/, /^No$/],
  },
  {
    // Trying again costs a request each time, and may be upgraded or switched in other rows.
    ...{ name: 'limit', kind: 'limit', seenOn: SEEN_ON, ends: ENDS, hasMore: true },
    asks: /^Usage limit reached for .+\./,
    options: [/^Keep trying$/, /^Stop$/],
    answer: { take: /^Stop$/, consent: null },
  },
]
