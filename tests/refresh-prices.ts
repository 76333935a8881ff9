import { readFileSync, writeFileSync } from 'node:fs'
import { readPrices } from '../src/config/price-file.ts'
import { fromLiteLlm, pricesToml } from './support/litellm-prices.ts'

// Refreshes docs/prices.toml from LiteLLM's model_prices_and_context_window.json, which a person has downloaded:
// npm run prices -- FILE. Models that LiteLLM does not know keep their prices. Notes go to stderr; look at the diff.
const [file] = process.argv.slice(2)
if (!file) {
  console.error('Name the downloaded file: npm run prices -- model_prices_and_context_window.json')
  process.exit(2)
}
const target = new URL('../docs/prices.toml', import.meta.url)
const before = readFileSync(target, 'utf8')
const kept = readPrices(before, 'docs/prices.toml')
if (!kept.ok) throw new Error(`docs/prices.toml is wrong: ${JSON.stringify(kept.problems)}`)

const { prices, notes } = fromLiteLlm(JSON.parse(readFileSync(file, 'utf8')))
for (const note of notes) console.error(note)
const alone = [...kept.prices.keys()].filter((name) => !prices.has(name))
if (prices.size > 0 && alone.length > 0)
  console.error(`not in ${file}, kept as they are: ${alone.join(', ')}`)
if (prices.size === 0) {
  console.error(`${file} has no price of a known maker: is it LiteLLM's table? Nothing was changed.`)
  process.exit(1)
}

const head = before.slice(0, before.indexOf('[models]\n') + '[models]\n'.length)
const source = 'LiteLLM, model_prices_and_context_window.json; what it does not have as it was before'
const today = new Date().toISOString().slice(0, 10)
writeFileSync(target, pricesToml(head, source, today, new Map([...kept.prices, ...prices])))
console.log(`docs/prices.toml: ${prices.size} models refreshed, ${alone.length} kept`)
