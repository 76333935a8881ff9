import fc from 'fast-check'

/** What breaks tools that type: shells, tmux's language and formats, terminals, and what CLIs do with pastes. */
const FRAGMENTS = [
  ...[
    '"',
    "'",
    '\\',
    ';',
    ';\n',
    '$HOME',
    '~',
    '`',
    '{',
    '}',
    '-',
    '--',
    '%1',
    '#{pid}',
    '#(',
    ')',
    '!',
    '/',
  ],
  ...[
    '\t',
    '\n',
    '\r\n',
    '\r',
    '  ',
    '\0',
    '\x03',
    '\x04',
    '\x1a',
    '\x1b',
    '\x1b[201~',
    '\x1b[200~',
    '\u009b31m',
  ],
  ...[
    '👩‍👩‍👧',
    '🇩🇪',
    '漢字',
    'e\u0301',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\ud800',
    'עברית',
    'ไทย',
    '\u00ad',
    '①',
    '⚠️',
  ],
  ...[
    '❯ ',
    '─'.repeat(30),
    '[agents#1]',
    '[Pasted text #1 +2 lines]',
    '✻ Working… (',
    'Enter to confirm',
    'WAITING-UNTIL +1h',
  ],
]

const words = fc.lorem({ maxCount: 8 })
const part = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 2, arbitrary: words },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
)
const short = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))
const long = fc
  .tuple(short, fc.integer({ min: 2, max: 400 }))
  .map(([text, times]) => text.repeat(times).slice(0, 20_000))
const blank = fc.constantFrom('', ' ', '\n', '\t \n', '\x1b', '\u200b', '\0')

/** Texts that a person might send, and such as nobody would; the same for the same seed. */
export function nastyTexts(count: number, seed: number): string[] {
  const text = fc.oneof(
    { weight: 20, arbitrary: short },
    { weight: 3, arbitrary: long },
    { weight: 1, arbitrary: blank },
  )
  return fc.sample(text, { numRuns: count, seed })
}
