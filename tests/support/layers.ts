import { readdirSync, readFileSync } from 'node:fs'

const ROOT = new URL('../..', import.meta.url)

/** What a layer may import, each list sorted: `model`, `system/pattern.ts`, `*` for every layer; packages; and what is taken back. */
export interface Layer {
  readonly inside: readonly string[]
  readonly outside: readonly string[]
  readonly forbidden: readonly string[]
}

export type LayerTable = Readonly<Record<string, Layer>>

interface Override {
  readonly includes: readonly string[]
  readonly linter?: { rules?: { style?: { noRestrictedImports?: { options: ImportOptions } } } }
}

interface ImportOptions {
  readonly patterns: readonly { readonly group: readonly string[] }[]
}

/** The table that the lint enforces. */
export function enforcedLayers(): LayerTable {
  const { overrides } = JSON.parse(read('.biome.json')) as { overrides: Override[] }
  const rows = overrides.flatMap(({ includes, linter }) => {
    const name = /^src\/(\w+)\/\*\*$/.exec(includes[0] ?? '')?.[1]
    const group = linter?.rules?.style?.noRestrictedImports?.options.patterns[0]?.group
    return name && group ? [[name, fromGroup(group)] as const] : []
  })
  return Object.fromEntries(rows)
}

/** The table as docs/ARCHITECTURE.md tells it to people. */
export function documentedLayers(): LayerTable {
  const lines = read('docs/ARCHITECTURE.md').split('\n')
  const start = lines.indexOf('| folder | holds | may import | from outside |') + 2
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'))
  return Object.fromEntries(lines.slice(start, end).map(fromRow))
}

/** The folders and files under src/, as paths relative to it. */
export function sourceFiles(): string[] {
  return readdirSync(new URL('src', ROOT), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
}

function fromGroup([everything, own, ...group]: readonly string[]): Layer {
  if (everything !== '**' || own !== '!./*') throw new Error('a row must begin with "**", "!./*"')
  const allowed = group.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  const inside = allowed
    .filter((path) => path.startsWith('../'))
    .map((path) => path.slice(3).replace(/\/\*$/, ''))
  return {
    inside: inside.sort(),
    // `node:*` means its submodules too; the lint wants `node:*/*` for those.
    outside: allowed.filter((path) => !path.startsWith('../') && path !== 'node:*/*').sort(),
    forbidden: group.filter((pattern) => !pattern.startsWith('!')).sort(),
  }
}

function fromRow(row: string): [string, Layer] {
  const [, folder = '', , inside = '', outside = ''] = row.split('|')
  const parts = outside.split(';')
  const allowed = parts.flatMap((part) => quoted(part.split('but not')[0] ?? ''))
  const forbidden = parts.flatMap((part) => quoted(part.split('but not')[1] ?? ''))
  const layers = inside.includes('every layer') ? ['*'] : quoted(inside)
  return [
    quoted(folder)[0] ?? '',
    { inside: layers.sort(), outside: allowed.sort(), forbidden: forbidden.sort() },
  ]
}

function quoted(text: string): string[] {
  return Array.from(text.matchAll(/`([^`]+)`/g), ([, word = '']) => word)
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8')
}
