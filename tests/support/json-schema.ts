/** A JSON Schema with the few words that docs/token-log.schema.json uses. */
export interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly minimum?: number
  readonly minLength?: number
  readonly format?: string
}

const KNOWN = [
  ...[
    '$ref',
    '$defs',
    '$schema',
    'type',
    'enum',
    'required',
    'properties',
    'additionalProperties',
    'minimum',
  ],
  ...['minLength', 'format', 'title', 'description'],
]

/** Where and how a value breaks a schema; a word that this checker does not know is a breach too. */
export function breaches(value: unknown, schema: Schema, root: Schema = schema, at = '$'): string[] {
  const unknown = Object.keys(schema).filter((word) => !KNOWN.includes(word))
  const target = schema.$ref === undefined ? undefined : root.$defs?.[schema.$ref.replace('#/$defs/', '')]
  return [
    ...unknown.map((word) => `${at}: the schema says ${word}, which is not checked`),
    ...(schema.$ref === undefined
      ? []
      : target
        ? breaches(value, target, root, at)
        : [`${at}: no ${schema.$ref}`]),
    ...plainBreaches(value, schema).map((what) => `${at}: ${what}`),
    ...(typeof value === 'object' && value !== null ? innerBreaches(value, schema, root, at) : []),
  ]
}

function plainBreaches(value: unknown, schema: Schema): string[] {
  const { type, minimum, minLength, format } = schema
  const types = type === undefined ? [] : [type].flat()
  return [
    ...(types.length > 0 && !types.some((one) => isOfType(value, one)) ? [`is no ${types}`] : []),
    ...(schema.enum && !schema.enum.includes(value) ? [`is none of ${schema.enum}`] : []),
    ...(typeof value === 'number' && minimum !== undefined && value < minimum ? [`is below ${minimum}`] : []),
    ...(typeof value === 'string' && value.length < (minLength ?? 0) ? ['is too short'] : []),
    ...(format === 'date-time' && !isIsoTime(value) ? ['is no time'] : []),
  ]
}

function innerBreaches(value: object, schema: Schema, root: Schema, at: string): string[] {
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key))
  return [
    ...missing.map((key) => `${at}: has no ${key}`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const own = schema.properties?.[key] ?? schema.additionalProperties
      if (own === false) return [`${at}: ${key} is not known`]
      return typeof own === 'object' ? breaches(inner, own, root, `${at}.${key}`) : []
    }),
  ]
}

function isIsoTime(value: unknown): boolean {
  const at = new Date(String(value))
  return !Number.isNaN(at.getTime()) && at.toISOString() === value
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
