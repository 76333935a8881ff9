import { defineConfig } from 'vitest/config'

/** Two projects: `unit` is pure and fast; `real` drives a real tmux, real git and real processes. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'real',
          include: ['tests/real/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Two cores: more than two tmux fleets at once only measure each other.
          maxWorkers: 2,
          maxConcurrency: 2,
        },
      },
    ],
  },
})
