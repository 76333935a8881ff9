import type { Path } from './positions.ts'

/** A value of which any part may be missing, since it was wrong and has been complained of already. */
export type Partly<T> = T extends readonly (infer Item)[]
  ? readonly (Partly<Item> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Partly<T[K]> | undefined }
    : T

/** Takes the parts at `paths` out of `value` (which is changed), so that what is left has the right types. */
export function without<T>(value: T, paths: readonly Path[]): Partly<T> | undefined {
  if (paths.some((path) => path.length === 0)) return undefined
  for (const path of paths) remove(value, path)
  return value as Partly<T>
}

function remove(value: unknown, path: Path): void {
  let holder = value
  for (const step of path.slice(0, -1)) holder = child(holder, step)
  const last = path.at(-1)
  if (last !== undefined && isHolder(holder) && Object.hasOwn(holder, last)) holder[last] = undefined
}

function child(value: unknown, step: string | number): unknown {
  return isHolder(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}
