import type { DialogForm } from './dialog-form.ts'

const SEEN_ON = 'codex 0.169.0'

/** Codex's dialogs. No rule stands above them; an input box that it drew a moment before may. */
export const CODEX_DIALOGS: readonly DialogForm[] = [
  {
    ...{ name: 'trust-folder', kind: 'startup', seenOn: SEEN_ON, ends: /^enter continue · esc back$/ },
    asks: /Folder access (?<folder>\/.*?) Trust this folder\? Codex can read, edit, and run files here\b.*$/,
    options: [/^Trust and continue$/, /^Back to Agent Command Center$/],
    answer: { take: /^Trust and continue$/, consent: { to: 'own-folder' } },
  },
  {
    // Its first row installs what was not asked for. The last one would write into the user's folder.
    ...{ name: 'update', kind: 'startup', seenOn: SEEN_ON, ends: /^enter continue · esc skip$/ },
    asks: /Update available · \S+ → \S+ Release notes: \S+$/,
    options: [/^Update now \(runs .+\)$/, /^Skip$/, /^Skip until next version$/],
    answer: { take: /^Skip$/, consent: null },
  },
  {
    // The first row is chosen and changes the model, and so does Escape while it is. Its words come with each model.
    ...{ name: 'newer-model', kind: 'startup', seenOn: SEEN_ON, ends: /^enter\/esc confirm · \^c quit$/ },
    asks: /\S.*$/,
    options: [/^Try new model$/, /^Use existing model$/],
    answer: { take: /^Use existing model$/, consent: null },
  },
  {
    ...{ name: 'hooks', kind: 'startup', seenOn: SEEN_ON, ends: /^enter confirm · esc skip$/ },
    asks: /Hooks need review \d+ hooks? (?:is|are) new or changed\..*$/,
    options: [
      /^Review hooks$/,
      /^Trust all and continue$/,
      /^Continue without trusting \(hooks won't run\)$/,
    ],
    answer: { take: /^Continue without trusting/, consent: null },
  },
  {
    ...{ name: 'login', kind: 'startup', seenOn: SEEN_ON, options: [], answer: null },
    asks: /Choose how you want to use Codex\./,
    ends: /Press enter to continue$/,
  },
  {
    // The first row is chosen and changes the model; the last one writes into the user's config.
    ...{ name: 'cheaper-model', kind: 'limit', seenOn: SEEN_ON, ends: /^enter select · esc back$/ },
    asks: /Approaching rate limits Switch to \S+ for lower credit usage\?$/,
    options: [/^Switch to \S+$/, /^Keep current model$/, /^Keep current model \(never show again\)$/],
    answer: { take: /^Keep current model$/, switchTo: /^Switch to \S+$/, consent: null },
  },
]
