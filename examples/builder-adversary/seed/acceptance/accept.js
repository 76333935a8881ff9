/** Runs the acceptance test of one item: `node acceptance/accept.js parse`. Its last line says why it failed. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const items = readdirSync(here).flatMap((file) => (file.endsWith('.test.js') ? [file.slice(0, -8)] : []))
const [item, ...more] = process.argv.slice(2)

if (!items.includes(item) || more.length > 0) {
  process.stderr.write(`usage: node acceptance/accept.js ${items.join('|')}\n`)
  process.exit(2)
}
const reporter = new URL('reporter.js', import.meta.url).href
const argv = ['--test', `--test-reporter=${reporter}`, `${here}${item}.test.js`]
process.exit(spawnSync(process.execPath, argv, { stdio: 'inherit' }).status ?? 1)
