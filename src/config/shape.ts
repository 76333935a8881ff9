import type * as v from 'valibot'
import { comesLater } from './later.ts'
import type { Path } from './positions.ts'
import { type Complaint, NOT_YET, show, UNKNOWN_KEY, unknownName } from './problem.ts'

/** A valibot schema, seen as the few shapes that agents.toml is made of. */
export type Shape =
  | { readonly is: 'table'; readonly entries: Readonly<Record<string, v.GenericSchema>> }
  | { readonly is: 'named'; readonly key: v.GenericSchema; readonly value: v.GenericSchema }
  | { readonly is: 'list'; readonly item: v.GenericSchema }
  | { readonly is: 'value' }

interface Parts {
  readonly type: string
  readonly wrapped?: v.GenericSchema
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly key?: v.GenericSchema
  readonly value?: v.GenericSchema
  readonly item?: v.GenericSchema
}

/** What a schema is made of, below its optional wrapper. */
export function shapeOf(schema: v.GenericSchema): Shape {
  const { wrapped, entries, key, value, item }: Parts = schema
  if (wrapped) return shapeOf(wrapped)
  if (entries) return { is: 'table', entries }
  if (key && value) return { is: 'named', key, value }
  return item ? { is: 'list', item } : { is: 'value' }
}

/** Unknown keys, keys of later features, and lists or dates where a table belongs: valibot lets all of them pass in silence. */
export function shapeComplaints(schema: v.GenericSchema, value: unknown, path: Path = []): Complaint[] {
  const shape = shapeOf(schema)
  if (shape.is === 'list' && Array.isArray(value)) {
    return value.flatMap((item, index) => shapeComplaints(shape.item, item, [...path, index]))
  }
  if (shape.is !== 'table' && shape.is !== 'named') return []
  if (!isTable(value)) return [notATable(value, path)]
  return Object.entries(value).flatMap(([key, below]) => {
    const inner = shape.is === 'named' ? shape.value : entryOf(shape.entries, key)
    if (inner && key !== '__proto__') return shapeComplaints(inner, below, [...path, key])
    return [strayKey([...path, key], key, shape)]
  })
}

function entryOf(
  entries: Readonly<Record<string, v.GenericSchema>>,
  key: string,
): v.GenericSchema | undefined {
  return Object.hasOwn(entries, key) ? entries[key] : undefined
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function notATable(value: unknown, path: Path): Complaint {
  return { path, found: show(value, path), expected: 'a table', mend: 'write { key = value } or a [table]' }
}

function strayKey(path: Path, key: string, shape: Shape): Complaint {
  if (comesLater(path))
    return { path, found: NOT_YET, expected: 'only keys that are in force', mend: 'remove it' }
  if (shape.is === 'table') return unknownName(path, UNKNOWN_KEY, key, 'one of', Object.keys(shape.entries))
  return { path, found: JSON.stringify(key), expected: 'a name', mend: 'choose another name' }
}
