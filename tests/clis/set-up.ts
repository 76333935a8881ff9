import type { TestProject } from 'vitest/node'
import { installCli } from './install.ts'
import { type CliName, wantedClis } from './versions.ts'

/** What came of installing one CLI: the path of its program, or the sentence that says why there is none. */
export type Installed = { readonly path: string } | { readonly failure: string }

declare module 'vitest' {
  interface ProvidedContext {
    clis: Partial<Record<CliName, Installed>>
  }
}

/** Before the suite: installs each CLI that is wanted, one after the other. A failure fails the tests of that CLI alone. */
export async function setup(project: TestProject): Promise<void> {
  const clis: Partial<Record<CliName, Installed>> = {}
  for (const name of wantedClis()) {
    clis[name] = await installCli(name).then(
      (path) => ({ path }),
      (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
    )
  }
  project.provide('clis', clis)
}
