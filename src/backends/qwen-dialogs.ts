import type { DialogForm } from './dialog-form.ts'

/** Qwen Code's dialogs. */
export const QWEN_DIALOGS: readonly DialogForm[] = [
  {
    ...{ name: 'trust-folder', kind: 'startup', seenOn: 'qwen-code 0.15.10' },
    asks: /^Do you trust this folder\?/,
    options: [/^Trust folder \(.+\)$/, /^Trust parent folder \(.+\)$/, /^Don't trust \(esc\)$/],
    // The lower edge of its frame, and nothing else.
    ends: /^╰─+╯$/,
    answer: { take: /^Trust folder \(.+\)$/, consent: { to: 'own-folder' } },
  },
]
