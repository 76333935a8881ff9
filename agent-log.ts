#!/usr/bin/env node
// As agents.ts: it must parse on Node 18, and loads the program only on a Node that can run it.

const NEEDED_NODE = 24 // as agents.ts

if (Number.parseInt(process.versions.node, 10) >= NEEDED_NODE) {
  void import('./src/cli/log-main.ts').then(async ({ logMain }) => {
    process.exitCode = await logMain(process.argv.slice(2))
  })
} else {
  process.stderr.write(
    `agent-log needs Node ${NEEDED_NODE} or newer, and this is Node ${process.versions.node}.\n`,
  )
  process.exitCode = 1
}
