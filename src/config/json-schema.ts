import type * as v from 'valibot'
import { describe } from './describe.ts'
import { teamFile } from './schema.ts'
import { shapeOf } from './shape.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * The JSON Schema (draft 2020-12) of agents.toml, for editors. It says what single keys may be; what keys ask of each other only loadTeam
 * knows. Generated, since `@valibot/to-json-schema` knows neither strict tables with several complaints nor our own tests.
 */
export function jsonSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'agents.toml',
    description: 'A team of coding agents that the watchdog `agents` keeps working.',
    ...jsonOf(teamFile),
  }
}

function jsonOf(schema: v.GenericSchema): Json {
  const { about, unset, preset, json } = describe(schema)
  const hasDefault = preset !== undefined
  const description = [
    about,
    unset === undefined || unset === 'none' || hasDefault ? undefined : `Default: ${unset}.`,
  ]
  const words = description.filter((part) => part !== undefined).join(' ')
  return {
    ...(words === '' ? {} : { description: words }),
    ...(json ?? bodyOf(schema)),
    ...(hasDefault ? { default: preset } : {}),
  }
}

function bodyOf(schema: v.GenericSchema): Json {
  const shape = shapeOf(schema)
  if (shape.is === 'list') return { type: 'array', items: jsonOf(shape.item) }
  if (shape.is === 'named') {
    return { type: 'object', propertyNames: jsonOf(shape.key), additionalProperties: jsonOf(shape.value) }
  }
  if (shape.is === 'table') return tableOf(shape.entries)
  const { options, valueType } = describe(schema)
  return options ? { enum: options } : { type: valueType }
}

function tableOf(entries: Readonly<Record<string, v.GenericSchema>>): Json {
  const required = Object.keys(entries).filter((key) => entries[key] && describe(entries[key]).isRequired)
  const properties = Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, jsonOf(entry)]))
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
}
