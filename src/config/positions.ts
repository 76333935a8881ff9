import { parse } from 'smol-toml'

/** A way into the parsed file: keys of tables and indexes of lists. */
export type Path = readonly (string | number)[]

/** Where a key (or an item of a list) begins in the text, and what lies below it. `items` counts `[[tables]]`. */
export interface Spot {
  readonly offset: number
  readonly children: Map<string | number, Spot>
  items: number
}

interface Key {
  readonly name: string
  readonly offset: number
}

/**
 * Maps every key path of a TOML text to its place. smol-toml gives no positions for values, so this reads the text a second time.
 * The text must have been parsed already: only valid TOML is read right, but no text makes it throw or hang.
 */
export function scanPositions(text: string): Spot {
  return new Scanner(text).scan()
}

/** The line and column (from 1) of a path, or of its nearest known ancestor: a missing key lies at its table. */
export function positionOf(path: Path, text: string, root: Spot): { line: number; column: number } {
  const { offset } = nearestSpot(path, root)
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** Whether the text itself holds this path (a default does not). */
export function hasPath(path: Path, root: Spot): boolean {
  let spot: Spot | undefined = root
  for (const step of path) spot = spot?.children.get(step)
  return spot !== undefined
}

function nearestSpot(path: Path, root: Spot): Spot {
  let spot = root
  for (const step of path) {
    const child = spot.children.get(step)
    if (!child) break
    spot = child
  }
  return spot
}

/** A path as people write it: `agent[2].watch`, names that are no plain words in quotes. */
export function keyText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const word = /^[A-Za-z0-9_-]+$/.test(step) ? step : JSON.stringify(step)
    return text === '' ? word : `${text}.${word}`
  }, '')
}

function spotAt(offset: number): Spot {
  return { offset, children: new Map(), items: 0 }
}

/** The child of that name; the first place where it is named counts. */
function childOf(parent: Spot, step: string | number, offset: number): Spot {
  const known = parent.children.get(step)
  if (known) return known
  const child = spotAt(offset)
  parent.children.set(step, child)
  return child
}

/** A path into `[[tables]]` goes on in the newest of them. */
function newest(spot: Spot): Spot {
  return spot.children.get(spot.items - 1) ?? spot
}

class Scanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  scan(): Spot {
    const root = spotAt(0)
    let table = root
    for (this.#skipVoid(); this.#at < this.#text.length; this.#skipVoid()) {
      const before = this.#at
      if (this.#peek('[')) table = this.#header(root)
      else this.#pair(table)
      // Only broken text stands still; one step on keeps the scan finite.
      if (this.#at === before) this.#at++
    }
    return root
  }

  #header(root: Spot): Spot {
    const isArray = this.#text.startsWith('[[', this.#at)
    this.#at += isArray ? 2 : 1
    const keys = this.#dottedKey()
    this.#at += isArray ? 2 : 1
    let spot = root
    for (const { name, offset } of keys) spot = childOf(newest(spot), name, offset)
    const last = keys.at(-1)
    return isArray && last ? childOf(spot, spot.items++, last.offset) : spot
  }

  #pair(table: Spot): void {
    let spot = table
    for (const { name, offset } of this.#dottedKey()) spot = childOf(spot, name, offset)
    this.#skipBlanks()
    if (this.#peek('=')) this.#at++
    this.#skipBlanks()
    this.#value(spot)
  }

  #dottedKey(): Key[] {
    const keys: Key[] = []
    do {
      if (keys.length > 0) this.#at++
      this.#skipBlanks()
      keys.push(this.#key())
      this.#skipBlanks()
    } while (this.#peek('.'))
    return keys
  }

  #key(): Key {
    const offset = this.#at
    if (this.#peek('"') || this.#peek("'")) this.#string()
    else this.#match(/[A-Za-z0-9_-]*/y)
    return { name: keyName(this.#text.slice(offset, this.#at)), offset }
  }

  #value(spot: Spot): void {
    if (this.#peek('[')) this.#list(spot)
    else if (this.#peek('{')) this.#inlineTable(spot)
    else if (this.#peek('"') || this.#peek("'")) this.#string()
    else this.#match(/[^,\]}#\n]*/y)
  }

  #list(spot: Spot): void {
    this.#each(']', (index) => this.#value(childOf(spot, index, this.#at)))
  }

  #inlineTable(spot: Spot): void {
    this.#each('}', () => this.#pair(spot))
  }

  /** The comma-separated items of a list or an inline table, from its opening bracket to behind its closing one. */
  #each(close: string, item: (index: number) => void): void {
    this.#at++
    for (let index = 0; this.#skipVoid() && !this.#peek(close); index++) {
      const before = this.#at
      item(index)
      this.#skipVoid()
      if (this.#peek(',') || this.#at === before) this.#at++
    }
    this.#at++
  }

  #string(): void {
    const quote = this.#text.charAt(this.#at)
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at)
    const close = isLong ? quote.repeat(3) : quote
    this.#at += close.length
    while (this.#at < this.#text.length && !this.#text.startsWith(close, this.#at)) {
      this.#at += quote === '"' && this.#peek('\\') ? 2 : 1
    }
    this.#at += close.length
    // Up to two quotes may stand right before the closing three.
    for (let extra = 0; isLong && extra < 2 && this.#peek(quote); extra++) this.#at++
  }

  /** Skips blanks, line ends and comments; false at the end of the text. */
  #skipVoid(): boolean {
    this.#match(/(?:[ \t\r\n]+|#[^\n]*)*/y)
    return this.#at < this.#text.length
  }

  #skipBlanks(): void {
    this.#match(/[ \t]*/y)
  }

  #match(pattern: RegExp): void {
    pattern.lastIndex = this.#at
    if (pattern.test(this.#text)) this.#at = pattern.lastIndex
  }

  #peek(char: string): boolean {
    return this.#text.charAt(this.#at) === char
  }
}

/** The name that a key's text stands for; smol-toml itself reads the escapes, so that both always agree. */
function keyName(written: string): string {
  if (!written.startsWith('"') && !written.startsWith("'")) return written
  if (!written.includes('\\')) return written.slice(1, -1)
  try {
    return Object.keys(parse(`${written} = 0`))[0] ?? written
  } catch {
    return written
  }
}
