import * as v from 'valibot'
import type { About } from './kinds.ts'

/** What a schema says of itself for docs, below its optional wrapper. */
export interface Description extends About {
  readonly isRequired: boolean
  /** The default as agents.toml would write it; undefined where there is none or it is described by `unset`. */
  readonly preset: unknown
  readonly options: readonly string[] | undefined
  readonly valueType: string
}

/** Reads a key's words, default and choices from its schema, the one source of checks, docs and JSON Schema. */
export function describe(schema: v.GenericSchema): Description {
  const { type, wrapped, options, default: preset }: Parts = schema
  if (!wrapped) return { ...v.getMetadata(schema), isRequired: true, preset, options, valueType: type }
  return { ...describe(wrapped), isRequired: false, preset: isEmpty(preset) ? undefined : preset }
}

interface Parts {
  readonly type: string
  readonly wrapped?: v.GenericSchema
  readonly options?: readonly string[]
  readonly default?: unknown
}

/** An empty table or list as a default only lets the whole be left out. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
