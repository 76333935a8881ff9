import { writeFileSync } from 'node:fs'
import { jsonSchema } from '../src/config/json-schema.ts'
import { configReference } from '../src/config/reference.ts'

// Writes the docs that are generated from the validator; tests/unit/config/docs.test.ts says when they are stale.
const docs = new URL('../docs/', import.meta.url)
writeFileSync(new URL('agents.schema.json', docs), `${JSON.stringify(jsonSchema(), null, 2)}\n`)
writeFileSync(new URL('config.md', docs), configReference())
