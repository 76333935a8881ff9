import { basename, dirname, join } from 'node:path'
import type { MessageFile } from '../model/decision.ts'
import type { Outcome } from '../model/event.ts'
import { messageFileName } from '../model/message.ts'
import { listFolder, readText, removeFile, writeWhole } from '../system/files.ts'
import { type Deed, done, failed, type Hands } from './hands.ts'

/** Writes the file that a long text is read from: its sources joined, with every `{name}` filled in. */
export async function compose(_hands: Hands, { decision: { action }, memory }: Deed): Promise<Outcome> {
  if (action.do !== 'queue' || !action.draft.file) return done('')
  const { file } = action.draft
  const texts = file.sources.map((source) => ({ source, text: readText(source) }))
  const missing = texts.filter(({ text }) => text === null).map(({ source }) => source)
  if (missing.length > 0)
    return failed(`cannot read ${missing.join(', ')}; put the file there, then restart the agent`)
  const parts = [...texts.map(({ text }) => text ?? ''), file.text].filter((text) => text !== '')
  writeWhole(file.path, `${fill(parts.map((part) => part.trim()).join('\n\n'), file.values)}\n`)
  removeForgotten(file.path, Object.values(memory.messages))
  return done(`wrote ${file.path}`)
}

/** A file is kept as long as its message; of two agents with the same key both files are. */
function removeForgotten(written: string, messages: readonly { readonly key: string }[]): void {
  const kept = new Set([basename(written), ...messages.map(({ key }) => messageFileName(key))])
  const folder = dirname(written)
  for (const name of listFolder(folder)) if (!kept.has(name)) removeFile(join(folder, name))
}

/** Replaces each known `{name}`; anything else in braces stays as it is. A value is never filled in again. */
export function fill(text: string, values: MessageFile['values']): string {
  return text.replace(/\{([a-z_.]+)\}/g, (whole, name: string) => values[name] ?? whole)
}
