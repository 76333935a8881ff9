import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const { packages } = JSON.parse(
  readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
) as {
  packages: Record<string, Locked>
}

test('the lock file names every platform package, so that npm ci works on any platform', () => {
  // npm leaves out those that its registry did not have at that moment, and `npm ci` then refuses the whole file. The mend is
  // to put the entry of a sister package back under the missing name, with its own cpu, os and libc and no integrity.
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !find(path, name)),
  )
  expect(missing).toEqual([])
})

test('the lock file names no registry host', () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved)).toEqual([])
})

/** A package as Node would find it from `path`: beside its own dependencies first, then further up. */
function find(path: string, name: string): Locked | undefined {
  const folders = path
    .split('/node_modules/')
    .map((_, i, parts) => parts.slice(0, parts.length - i).join('/node_modules/'))
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`]
    .map((candidate) => packages[candidate])
    .find((found) => found !== undefined)
}
