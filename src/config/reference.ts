// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is how agents.toml names a variable
import type * as v from 'valibot'
import { describe } from './describe.ts'
import { teamFile } from './schema.ts'
import { shapeOf } from './shape.ts'

type Entries = Readonly<Record<string, v.GenericSchema>>

const INTRODUCTION = `# agents.toml, key by key

Generated from the validator by \`node tests/write-config-docs.ts\`; do not edit.

- An unknown key, a wrong type, an impossible combination or an unknown name is an error; all errors are shown at once.
- A duration is a number of seconds (\`900\`) or text (\`"300ms"\`, \`"15m"\`, \`"2h30m"\`).
- A path is relative to the folder of agents.toml.
- \`\${VAR}\` is replaced from the environment in \`command\`, \`env\` and \`webhook\`; a missing variable is an error.
- A pattern is a JavaScript regular expression that runs in linear time: no look-ahead, no back reference, no flags, no big counted repeat.
`

/** docs/config.md: every key with its type, default and meaning. */
export function configReference(): string {
  const shape = shapeOf(teamFile)
  const sections = shape.is === 'table' ? Object.entries(shape.entries) : []
  const seen = new Set<Entries>()
  return [INTRODUCTION, ...sections.flatMap(([name, schema]) => section([name], schema, seen))].join('\n')
}

/** One table of the file, followed by the tables inside it; a table that several keys share is shown once. */
function section(path: readonly string[], schema: v.GenericSchema, seen: Set<Entries>): string[] {
  const { entries, heading } = tableOf(path, schema)
  if (!entries || seen.has(entries)) return []
  seen.add(entries)
  const about = describe(schema).about
  const intro = [`## ${heading}`, '', ...(about === undefined ? [] : [about, ''])]
  if (path[0] === 'defaults') return [...intro, 'The keys are those of `[[agent]]`.\n']
  const rows = Object.entries(entries).map(([key, entry]) => row(key, entry))
  const inner = Object.entries(entries).flatMap(([key, entry]) => section([...path, key], entry, seen))
  return [...intro, '| key | type | default | meaning |', '| --- | --- | --- | --- |', ...rows, '', ...inner]
}

/** The keys of a table, of a list of tables, or of tables with free names; and how the file writes its heading. */
function tableOf(path: readonly string[], schema: v.GenericSchema): { entries?: Entries; heading: string } {
  const shape = shapeOf(schema)
  const name = path.join('.')
  if (shape.is === 'table') return { entries: shape.entries, heading: `\`[${name}]\`` }
  const inner =
    shape.is === 'list' ? shapeOf(shape.item) : shape.is === 'named' ? shapeOf(shape.value) : shape
  const heading = shape.is === 'named' ? `\`[${name}.NAME]\`` : `\`[[${name}]]\``
  return inner.is === 'table' ? { entries: inner.entries, heading } : { heading }
}

function row(key: string, schema: v.GenericSchema): string {
  const { about = '', unset = '', isRequired, preset } = describe(schema)
  const fallback = isRequired ? 'required' : preset === undefined ? unset : `\`${JSON.stringify(preset)}\``
  return `| \`${key}\` | ${typeOf(schema)} | ${fallback} | ${about} |`.replaceAll('  ', ' ')
}

function typeOf(schema: v.GenericSchema): string {
  const { type, valueType } = describe(schema)
  const shape = shapeOf(schema)
  if (type !== undefined) return type
  if (shape.is === 'list')
    return `list of ${shapeOf(shape.item).is === 'table' ? 'tables' : typeOf(shape.item)}`
  return shape.is === 'value' ? valueType : 'table'
}
