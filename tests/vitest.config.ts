import { defineConfig } from 'vitest/config'
import { CLIS, type CliName, wantedClis } from './clis/versions.ts'

/**
 * Three projects: `unit` is pure and fast; `real` drives a real tmux, real git and real processes; `clis` runs real agent
 * CLIs against a model server, and is not part of `npm test`. Of tests/clis those files run whose CLI is wanted, by the first
 * word of their name, and those that are named after none.
 */
const unwanted = (Object.keys(CLIS) as CliName[]).filter((name) => !wantedClis().includes(name))

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          // A deadline for what hangs, not a measure: neighbours may take the cores for many seconds.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['tests/real/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // They wait more than they work: three tmux fleets at once fill two cores.
          maxWorkers: 3,
          maxConcurrency: 3,
        },
      },
      {
        test: {
          name: 'clis',
          include: ['tests/clis/**/*.test.ts'],
          exclude: unwanted.map((name) => `tests/clis/**/${name}{,-*}.test.ts`),
          environment: 'node',
          globalSetup: ['tests/clis/set-up.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 3,
          maxConcurrency: 3,
        },
      },
    ],
  },
})
