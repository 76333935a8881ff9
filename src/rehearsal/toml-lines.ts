/** Where each value of a TOML text begins: path (`turn.0.steps.2.say`) → line, counted from 1. */
export type TomlLines = ReadonlyMap<string, number>

/**
 * Reads only the shape of a text that a TOML parser has already accepted; smol-toml tells no positions of values.
 * Lines are needed for errors of meaning, such as an unknown step.
 */
export function tomlLines(text: string): TomlLines {
  return new Scanner(text).document()
}

class Scanner {
  private readonly text: string
  private at = 0
  private readonly lines = new Map<string, number>()
  /** How many tables each `[[path]]` has had so far. */
  private readonly tables = new Map<string, number>()

  constructor(text: string) {
    this.text = text
  }

  document(): TomlLines {
    let prefix = ''
    for (this.skip(/(?:\s|#.*)*/y); this.at < this.text.length; this.skip(/(?:\s|#.*)*/y)) {
      if (this.text[this.at] === '[') prefix = this.header()
      else this.pair(prefix)
    }
    return this.lines
  }

  private header(): string {
    const start = this.at
    const isArray = this.skip(/\[+/y) === '[['
    const keys = this.keys()
    this.skip(/\]+/y)
    const last = keys.pop() ?? ''
    const parent = keys.reduce((path, key) => this.current(join(path, key)), '')
    const path = join(parent, last)
    if (isArray) this.tables.set(path, (this.tables.get(path) ?? -1) + 1)
    return this.mark(isArray ? this.current(path) : path, start)
  }

  /** The path of the newest table when `path` is an array of tables, else the path itself. */
  private current(path: string): string {
    const index = this.tables.get(path)
    return index === undefined ? path : `${path}.${index}`
  }

  private pair(prefix: string): void {
    const start = this.at
    const path = this.keys().reduce(join, prefix)
    this.skip(/\s*=\s*/y)
    this.mark(path, start)
    this.value(path)
  }

  private value(path: string): void {
    const opening = this.text[this.at]
    if (opening === '{') this.list('}', () => this.pair(path))
    else if (opening === '[') this.list(']', (index) => this.value(this.mark(`${path}.${index}`, this.at)))
    else if (!this.quoted()) this.skip(/[^,\]}#\n]*/y)
  }

  private list(closing: string, item: (index: number) => void): void {
    this.at += 1
    const gap = /(?:\s|,|#.*)*/y
    this.skip(gap)
    for (let index = 0; this.at < this.text.length && this.text[this.at] !== closing; index += 1) {
      item(index)
      this.skip(gap)
    }
    this.at += 1
  }

  private keys(): string[] {
    const keys: string[] = []
    do {
      this.skip(/[ \t]*/y)
      const quoted = this.quoted()
      keys.push(quoted ? quoted.slice(1, -1) : this.skip(/[\w-]*/y))
    } while (this.skip(/[ \t]*\.[ \t]*/y))
    return keys
  }

  private quoted(): string {
    return (
      this.skip(/"""(?:\\[\s\S]|[^\\])*?"{3,5}/y) ||
      this.skip(/'''[\s\S]*?'{3,5}/y) ||
      this.skip(/"(?:\\.|[^"\\\n])*"|'[^'\n]*'/y)
    )
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  private mark(path: string, at: number): string {
    this.lines.set(path, this.text.slice(0, at).split('\n').length)
    return path
  }
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key
}
