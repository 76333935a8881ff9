/** What changes from one recording to the next without a change of the CLI, each replaced by one word. */
const CHANCE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, 'ID'],
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b/g, 'ID'],
  [/\b\d{1,2}(?::\d\d)? ?[AaPp][Mm]\b|\b\d{1,2}:\d\d\b/g, 'TIME'],
  [/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d+(st|nd|rd|th)?\b/g, 'DAY'],
  // Spinners, and the words that Claude Code draws by lot.
  [/^(\s*)[✢✶✻✽✳·*⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏◦•] /u, '$1* '],
  [/^\* \p{Lu}[\p{L}\p{M}'’-]+(…| for )/u, '* Verb$1'],
  [/\bTry ".*/, 'Try'],
  [/\b(?:Tip|New): .*/, 'Tip'],
  [/(\d+[hm] )*\d+(\.\d+)?s\b/g, '0s'],
  [/\d+(?:[.,]\d+)*/g, '0'],
  [/ {2,}/g, '  '],
]

/** A row without what chance decides: rows that are alike mean the same drawing. */
export function likeness(row: string): string {
  return CHANCE.reduce((text, [pattern, word]) => text.replace(pattern, word), row).trimEnd()
}
