#!/usr/bin/env node
// Compiled, this file is read by whatever Node a person has: it must parse on Node 18, and it imports the
// program only after it has seen a Node that can run it.

const NEEDED_NODE = 24 // node:sqlite without a flag, and type stripping in development

if (Number.parseInt(process.versions.node, 10) >= NEEDED_NODE) {
  void import('./src/cli/main.ts').then(async ({ main }) => {
    process.exitCode = await main(process.argv.slice(2))
  })
} else {
  process.stderr.write(
    `agents needs Node ${NEEDED_NODE} or newer, and this is Node ${process.versions.node} (${process.execPath}): ` +
      'install a newer one, for example with "nvm install 24" or from https://nodejs.org.\n',
  )
  process.exitCode = 1
}
