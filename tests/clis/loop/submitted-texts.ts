import { fields, type Json, objects, words } from '../../support/model-server/json.ts'

/** What the watchdog types, with the id at its end. */
const TYPED = /^.*\[agents#\d+\]/gm

/**
 * The lines that were typed by the watchdog, as a request's own user texts have them, whatever the CLI puts around them;
 * results of tools, which may quote such lines, are left out.
 */
export function submittedTexts(body: Json): string[] {
  const messages = [...objects(body.messages), ...objects(body.input)]
  const texts = messages.filter(({ role }) => role === 'user').flatMap(({ content }) => textsOf(content))
  return texts.flatMap((text) => text.match(TYPED) ?? []).map((line) => line.trim())
}

function textsOf(content: unknown): string[] {
  if (typeof content === 'string') return [content]
  return objects(content).map((part) => (part.type === 'tool_result' ? '' : words(fields(part).text)))
}
