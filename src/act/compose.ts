import type { MessageFile } from '../model/decision.ts'
import type { Outcome } from '../model/event.ts'
import { readText, writeWhole } from '../system/files.ts'
import { type Deed, done, failed, type Hands } from './hands.ts'

/** Writes the file that a long text is read from: its sources joined, with every `{name}` filled in. */
export async function compose(_hands: Hands, { decision: { action } }: Deed): Promise<Outcome> {
  if (action.do !== 'queue' || !action.draft.file) return done('')
  const { file } = action.draft
  const texts = file.sources.map((source) => ({ source, text: readText(source) }))
  const missing = texts.filter(({ text }) => text === null).map(({ source }) => source)
  if (missing.length > 0)
    return failed(`cannot read ${missing.join(', ')}; put the file there, then restart the agent`)
  const parts = [...texts.map(({ text }) => text ?? ''), file.text].filter((text) => text !== '')
  writeWhole(file.path, `${fill(parts.map((part) => part.trim()).join('\n\n'), file.values)}\n`)
  return done(`wrote ${file.path}`)
}

/** Replaces each known `{name}`; anything else in braces stays as it is. A value is never filled in again. */
export function fill(text: string, values: MessageFile['values']): string {
  return text.replace(/\{([a-z_.]+)\}/g, (whole, name: string) => values[name] ?? whole)
}
