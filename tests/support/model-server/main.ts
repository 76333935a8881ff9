/**
 * The model server by hand: `node tests/support/model-server/main.ts [--script FILE]` prints its URL, and a line for each
 * request when it ends. FILE is a module that exports `rules`. Ends with Ctrl-C.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Rule } from './rule.ts'
import { startModelServer } from './server.ts'

const { values } = parseArgs({ options: { script: { type: 'string' } } })
const script =
  values.script === undefined ? { rules: [] } : await import(pathToFileURL(resolve(values.script)).href)
const server = await startModelServer(script.rules as readonly Rule[])
console.log(server.url)
for (let seen = 0; ; seen++) {
  const { asked } = await server.find((exchange) => server.exchanges.indexOf(exchange) === seen, 2 ** 31 - 1)
  console.log(
    asked.method,
    asked.path,
    asked.kind,
    asked.model,
    asked.key,
    JSON.stringify(asked.text),
    asked.step,
  )
}
