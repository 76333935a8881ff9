import * as v from 'valibot'
import type { About } from './kinds.ts'

/** Milliseconds, for the bounds of durations. */
export const SECOND = 1000
export const HOUR = 3600 * SECOND

/** A key that may be missing; `unset` says in words what holds then. */
export function key<const S extends v.GenericSchema>(schema: S, about: string, unset = 'none') {
  return v.exactOptional(v.pipe(schema, v.metadata({ about, unset } satisfies About)))
}

/** A key with a fixed default, written as agents.toml would write it. */
export function preset<const S extends v.GenericSchema>(schema: S, value: v.InferInput<S>, about: string) {
  return v.optional(v.pipe(schema, v.metadata({ about } satisfies About)), value as never)
}

/** A key that must be there. */
export function need<const S extends v.GenericSchema>(schema: S, about: string) {
  return v.pipe(schema, v.metadata({ about } satisfies About))
}
