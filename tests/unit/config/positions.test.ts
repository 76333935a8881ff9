import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { keyText, type Path, positionOf, scanPositions } from '../../../src/config/positions.ts'

function place(text: string, ...path: Path): string {
  const { line, column } = positionOf(path, text, scanPositions(text))
  return `${line}:${column}`
}

describe('a key is found', () => {
  const text = `# [no] = 1
top = """
[not] = "a table" \\"""
fake = 1""""
[a . "quoted key".'c']  # ]
x.y = { z = [1, { deep = '}' }, "]#"], w = 2 } # x = 1
[[list]]
one = '''
[[list]]'''
[[list]]
two = [ # [
  "a",
  { k = 1,
    l = 2 },
]
[list.sub]
three = 1979-05-27 07:32:00
`
  test.each<[string, Path]>([
    ['2:1', ['top']],
    ['5:2', ['a']],
    ['5:6', ['a', 'quoted key']],
    ['5:19', ['a', 'quoted key', 'c']],
    ['6:3', ['a', 'quoted key', 'c', 'x', 'y']],
    ['6:9', ['a', 'quoted key', 'c', 'x', 'y', 'z']],
    ['6:19', ['a', 'quoted key', 'c', 'x', 'y', 'z', 1, 'deep']],
    ['6:33', ['a', 'quoted key', 'c', 'x', 'y', 'z', 2]],
    ['6:40', ['a', 'quoted key', 'c', 'x', 'y', 'w']],
    ['7:3', ['list', 0]],
    ['8:1', ['list', 0, 'one']],
    ['10:3', ['list', 1]],
    ['12:3', ['list', 1, 'two', 0]],
    ['14:5', ['list', 1, 'two', 1, 'l']],
    ['16:7', ['list', 1, 'sub']],
    ['17:1', ['list', 1, 'sub', 'three']],
  ])('at %s', (expected, path) => {
    parse(text)
    expect(place(text, ...path)).toBe(expected)
  })
})

test('a key that is missing lies at its table', () => {
  expect(place('[[agent]]\nx = 1\n[[agent]]\n', 'agent', 1, 'name')).toBe('3:3')
  expect(place('x = 1', 'nothing')).toBe('1:1')
})

test('paths read as people write them', () => {
  expect(keyText(['agent', 2, 'env', 'A B'])).toBe('agent[2].env."A B"')
})

// Writes random tables in every style that TOML has; each leaf is a number of its own, so that its key can be recognised.
const keyArbitrary = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/),
  fc.string({ unit: 'grapheme', maxLength: 5 }).filter((key) => !/[\p{Cc}\p{Cs}]/u.test(key)),
)
type Tree = { readonly [key: string]: Tree } | readonly Tree[] | 0
const { tree } = fc.letrec<{ tree: Tree; table: Tree }>((tie) => ({
  table: fc.dictionary(keyArbitrary, tie('tree'), { maxKeys: 4 }),
  tree: fc.oneof({ maxDepth: 4 }, fc.constant<0>(0), fc.array(tie('tree'), { maxLength: 3 }), tie('table')),
}))
const table = fc.dictionary(keyArbitrary, tree, { minKeys: 1, maxKeys: 5 })
const styles = fc.infiniteStream(fc.nat({ max: 5 }))

class Writer {
  #next = 1000
  readonly #styles: Iterator<number>

  constructor(styles: Iterator<number>) {
    this.#styles = styles
  }

  style(): number {
    return this.#styles.next().value ?? 0
  }

  key(name: string): string {
    if (/^[A-Za-z0-9_-]+$/.test(name) && this.style() > 1) return name
    if (!name.includes("'") && this.style() > 2) return `'${name}'`
    return JSON.stringify(name)
  }

  value(tree: Tree): string {
    if (tree === 0)
      return (
        [String(this.#next++), `"""a"b = ]}#\n[x]\n${this.#next++}"""`, `'# ${this.#next++} }'`][
          this.style()
        ] ?? `${this.#next++}`
      )
    const gap = this.style() === 0 ? '\n  # a = [ {\n' : ' '
    if (Array.isArray(tree)) return `[${tree.map((item) => `${gap}${this.value(item)}`).join(',')}${gap}]`
    return `{ ${Object.entries(tree)
      .map(([key, item]) => `${this.key(key)} = ${this.value(item)}`)
      .join(', ')} }`
  }

  table(table: Tree, header: readonly string[]): string {
    const entries = Object.entries(table)
    const asTables = new Set(
      entries.filter(([, item]) => isTable(item) && this.style() > 2).map(([key]) => key),
    )
    const asLists = new Set(
      entries.filter(([, item]) => isTableList(item) && this.style() > 1).map(([key]) => key),
    )
    const name = (key: string) => [...header, key].map((part) => this.key(part)).join(' . ')
    const pairs = entries
      .filter(([key]) => !asTables.has(key) && !asLists.has(key))
      .map(([key, item]) => this.pair(key, item))
    const tables = entries
      .filter(([key]) => asTables.has(key))
      .map(([key, item]) => `[ ${name(key)} ] # ]\n${this.table(item, [...header, key])}`)
    const lists = entries
      .filter(([key]) => asLists.has(key))
      .flatMap(([key, items]) => {
        return (items as Tree[]).map((item) => `[[ ${name(key)} ]]\n${this.table(item, [...header, key])}`)
      })
    return [...pairs, ...tables, ...lists].join('')
  }

  pair(key: string, item: Tree): string {
    const [inner, ...others] = isTable(item) ? Object.entries(item) : []
    if (inner && others.length === 0 && this.style() > 2) return `${this.key(key)} . ${this.pair(...inner)}`
    return `${'  '.repeat(this.style() % 2)}${this.key(key)} = ${this.value(item)} # ${key.length}\n`
  }
}

function isTable(tree: Tree): boolean {
  return typeof tree === 'object' && !Array.isArray(tree)
}

function isTableList(tree: Tree): boolean {
  return Array.isArray(tree) && tree.length > 0 && tree.every(isTable)
}

/** Each path to a key, and its leaf if it has one. */
function keysOf(value: unknown, path: Path): { path: Path; leaf: unknown }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key]
    return [{ path: below, leaf: typeof item === 'object' ? undefined : item }, ...keysOf(item, below)]
  })
}

test('every key of any valid file is found, and its value stands behind it', () => {
  fc.assert(
    fc.property(table, styles, (tree, stream) => {
      const text = new Writer(stream[Symbol.iterator]()).table(tree, [])
      const lines = text.split('\n')
      const root = scanPositions(text)
      for (const { path, leaf } of keysOf(parse(text), [])) {
        const { line, column } = positionOf(path, text, root)
        const rest = [lines[line - 1]?.slice(column - 1), ...lines.slice(line)].join('\n')
        const key = path.at(-1) ?? ''
        const behind = typeof key === 'number' ? rest : afterKey(rest, key)
        if (leaf !== undefined && typeof key === 'number')
          expect(parse(`x = [ ${firstValue(behind)} ]`).x).toEqual([leaf])
        if (leaf !== undefined && typeof key === 'string')
          expect(behind).toMatch(new RegExp(`^ = [^0-9]*(\\[x\\]\\n)?${String(leaf).match(/\d{4,}/)?.[0]}`))
      }
    }),
    { numRuns: 500 },
  )
})

/** What follows the key; fails unless the text begins with it in one of its three spellings. */
function afterKey(rest: string, key: string): string {
  const spelling = [JSON.stringify(key), `'${key}'`, key].find((one) => one !== '' && rest.startsWith(one))
  expect(spelling, `${JSON.stringify(key)} at ${rest.slice(0, 30)}`).toBeDefined()
  return rest.slice(spelling?.length)
}

/** The text of the scalar that `rest` begins with. */
function firstValue(rest: string): string {
  return /^("""[\s\S]*?"""|'[^']*'|\d+)/.exec(rest)?.[0] ?? rest
}

test('no text makes the scanner throw or hang', () => {
  const bits = fc.constantFrom(
    '[',
    ']',
    '[[',
    '{',
    '}',
    '"',
    "'",
    '"""',
    "'''",
    '\\',
    '#',
    '\n',
    '.',
    '=',
    ',',
    'a',
    ' ',
    '1',
  )
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 60 }), (parts) => void scanPositions(parts.join(''))),
    { numRuns: 2000 },
  )
})
