import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonSchema } from '../../../src/config/json-schema.ts'
import { configReference } from '../../../src/config/reference.ts'

const STALE = 'stale: run node tests/write-config-docs.ts'

function doc(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
}

test('docs/agents.schema.json says what the validator says', () => {
  expect(JSON.parse(doc('agents.schema.json')), STALE).toEqual(jsonSchema())
})

test('docs/config.md says what the validator says', () => {
  expect(doc('config.md') === configReference(), STALE).toBe(true)
})

test('every key has a description, and every value a type', () => {
  const schema = JSON.stringify(jsonSchema())
  const bare = [...configReference().matchAll(/^\| `(\w+)` \| (\w[^|]*|) \| [^|]*\| *(.*) \|$/gm)].filter(
    ([, , type, about]) => !type || !about,
  )
  expect(bare).toEqual([])
  expect(schema).not.toMatch(/"type":"(lazy|union|record|object)","(?!properties|propertyNames)/)
})
