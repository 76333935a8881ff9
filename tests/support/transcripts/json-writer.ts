import type { Chance } from './chance.ts'

/** A number spelled in its own way (`1e3`, `5.0`, `1e400`): its text goes into the JSON as it is. */
export class Spelled {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Json =
  | string
  | number
  | boolean
  | null
  | Spelled
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** How one record is spelled. All of it is legal JSON and means the same. */
export interface Spelling {
  /** Blanks between the parts: '' is as JSON.stringify does it. */
  readonly blanks: readonly string[]
  readonly shuffleKeys: boolean
  /** Share of letters in values that are written as `\u` escapes; keys never are, so that words can be looked for. */
  readonly escapes: number
}

export const PLAIN: Spelling = { blanks: [''], shuffleKeys: false, escapes: 0 }

const SPELLINGS: readonly Spelling[] = [
  PLAIN,
  PLAIN,
  PLAIN,
  PLAIN,
  { ...PLAIN, blanks: [' '] },
  { ...PLAIN, blanks: ['', ' ', '  ', '\t', '\r'] },
  { ...PLAIN, shuffleKeys: true },
  { ...PLAIN, escapes: 0.2 },
  { blanks: ['', ' ', '\t'], shuffleKeys: true, escapes: 0.4 },
]

export function anySpelling(chance: Chance): Spelling {
  return chance.pick(SPELLINGS)
}

/** The value in one line. Keys whose value is undefined are left out. */
export function writeJson(chance: Chance, spelling: Spelling, value: Json): string {
  const blank = () => chance.pick(spelling.blanks)
  const write = (inner: Json) => writeJson(chance, spelling, inner)
  if (value instanceof Spelled) return value.text
  if (typeof value === 'string') return quoted(chance, spelling.escapes, value)
  if (isList(value)) return `[${value.map((item) => blank() + write(item) + blank()).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).flatMap(([key, item]) =>
    item === undefined
      ? []
      : [`${blank()}${JSON.stringify(key)}${blank()}:${blank()}${write(item)}${blank()}`],
  )
  return `{${(spelling.shuffleKeys ? chance.shuffled(fields) : fields).join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function quoted(chance: Chance, escapes: number, text: string): string {
  const plain = JSON.stringify(text)
  if (escapes === 0) return plain
  const letters = text.split('').map((unit) => {
    if (chance.happens(escapes)) return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
    if (unit === '/' && chance.happens(0.5)) return '\\/'
    return JSON.stringify(unit).slice(1, -1)
  })
  // A surrogate pair of which one half is escaped stays a pair for every JSON parser, but not as UTF-8: written whole.
  return /[\ud800-\udfff]/.test(text) ? plain : `"${letters.join('')}"`
}
