import { inject } from 'vitest'
import { CLIS, type CliName } from './versions.ts'

/** The CLIs of this run, for tests that are the same for each of them. */
export function clisOfThisRun(): CliName[] {
  return Object.keys(inject('clis')) as CliName[]
}

/** The path of an installed CLI; fails the test with one sentence when there is none. */
export function programOf(name: CliName): string {
  const installed = inject('clis')[name]
  if (!installed)
    throw new Error(`${CLIS[name].program} is not asked for: AGENTS_TEST_CLIS=${name} npm run test:clis`)
  if ('failure' in installed) throw new Error(installed.failure)
  return installed.path
}
