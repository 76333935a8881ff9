/** What a person or a watchdog did at the terminal. */
export type Key =
  | { readonly kind: 'text' | 'paste'; readonly text: string }
  | { readonly kind: 'enter' | 'newline' | 'backspace' | 'clear' | 'escape' | 'end' | 'up' | 'down' }

/** What has come in and is not whole yet: the beginning of an escape sequence, or of a paste. */
export interface KeyParser {
  readonly rest: string
  /** The text of the paste that is under way; null: none. */
  readonly paste: string | null
}

export const NO_KEYS: KeyParser = { rest: '', paste: null }

const PASTE_END = '\x1b[201~'
/** What follows ESC: a whole sequence, or the beginning of one. */
const SEQUENCE = /^(?:\[[0-?]*[ -/]*[@-~]|O[@-~])/
const SEQUENCE_BEGUN = /^(?:\[[0-?]*[ -/]*|O)?$/
const CONTROL_KEYS: Readonly<Record<string, Exclude<Key['kind'], 'text' | 'paste'>>> = {
  '\r': 'enter',
  '\n': 'newline',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x15': 'clear',
  '\x03': 'escape',
  '\x04': 'end',
}
const SEQUENCES: Readonly<Record<string, 'up' | 'down'>> = {
  '[A': 'up',
  OA: 'up',
  '[B': 'down',
  OB: 'down',
}

/**
 * The keys in a chunk of terminal input, which may begin and end anywhere, also inside a paste or a sequence. A lone ESC at the
 * end stays in `rest`: it is the Escape key when nothing follows, which only a clock can tell (`flushEscape`).
 */
export function readKeys(parser: KeyParser, chunk: string): { parser: KeyParser; keys: Key[] } {
  const keys: Key[] = []
  let state: KeyParser = { ...parser, rest: parser.rest + chunk }
  for (let before = ''; state.rest !== before; ) {
    before = state.rest
    const next = state.paste === null ? readKey(state.rest) : readPaste(state.paste, state.rest)
    if (next.key) keys.push(next.key)
    state = next.parser
  }
  return { parser: state, keys }
}

/** After a pause: an ESC that nothing followed was the Escape key. */
export function flushEscape(parser: KeyParser): { parser: KeyParser; keys: Key[] } {
  const waits = parser.paste === null && parser.rest.startsWith('\x1b')
  return waits ? { parser: NO_KEYS, keys: [{ kind: 'escape' }] } : { parser, keys: [] }
}

interface Read {
  readonly parser: KeyParser
  readonly key?: Key
}

function readKey(input: string): Read {
  const plain = /^\P{Cc}+/u.exec(input)?.[0]
  if (plain)
    return { parser: { rest: input.slice(plain.length), paste: null }, key: { kind: 'text', text: plain } }
  if (input.startsWith('\x1b')) return readSequence(input)
  const kind = CONTROL_KEYS[input[0] ?? '']
  const parser = { rest: input.slice(1), paste: null }
  return kind ? { parser, key: { kind } } : { parser }
}

function readSequence(input: string): Read {
  const after = input.slice(1)
  if (SEQUENCE_BEGUN.test(after)) return { parser: { rest: input, paste: null } }
  const sequence = SEQUENCE.exec(after)?.[0]
  // ESC and then something else at once: the Escape key, then that key.
  if (!sequence) return { parser: { rest: after, paste: null }, key: { kind: 'escape' } }
  const rest = after.slice(sequence.length)
  if (sequence === '[200~') return { parser: { rest, paste: '' } }
  const kind = SEQUENCES[sequence]
  return { parser: { rest, paste: null }, ...(kind && { key: { kind } }) }
}

function readPaste(soFar: string, input: string): Read {
  const end = input.indexOf(PASTE_END)
  if (end >= 0) {
    const text = (soFar + input.slice(0, end)).replace(/\r\n?/g, '\n')
    return {
      parser: { rest: input.slice(end + PASTE_END.length), paste: null },
      key: { kind: 'paste', text },
    }
  }
  const held = unfinishedEnd(input)
  return {
    parser: { rest: input.slice(input.length - held), paste: soFar + input.slice(0, input.length - held) },
  }
}

/** How many characters at the end of the input may be the beginning of the mark that ends a paste. */
function unfinishedEnd(input: string): number {
  for (let length = PASTE_END.length - 1; length > 0; length -= 1) {
    if (input.endsWith(PASTE_END.slice(0, length))) return length
  }
  return 0
}
