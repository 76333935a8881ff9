/** Anything that came as JSON and is not looked at yet. */
export type Json = Readonly<Record<string, unknown>>

/** The fields of an object; of anything else, none. */
export function fields(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

/** The objects of a list; of anything else, none. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(fields) : []
}

/** A text; of anything else, ''. */
export function words(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The text of a message's content: a text itself, or a list of parts with a field `text`. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return objects(content)
    .map((part) => words(part.text))
    .filter((text) => text !== '')
    .join('\n')
}
