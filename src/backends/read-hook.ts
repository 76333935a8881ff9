import type { Testimony } from '../model/testimony.ts'
import { cleanForLine } from '../model/text.ts'
import { HOOK_BYTES, type HookEvent, type HookProfile } from './hook-profile.ts'
import { resetMs } from './reset-time.ts'

/** A detail is told to people up to this length. */
const DETAIL_LENGTH = 160

/** What one file of a run's hook folder says. */
export interface HookTold {
  readonly testimony: Testimony
  /** Ids of messages of ours in the text that was submitted. */
  readonly taken: readonly number[]
}

/** Reads one file; `atMs` is when it was written. null: it is no event, or one that says nothing of the state. Pure. */
export function readHook(hooks: HookProfile, text: string, atMs: number): HookTold | null {
  const event = eventOf(text)
  const word = event && hooks.read(event)
  if (!word) return null
  const detail = cleanForLine(word.detail ?? '', DETAIL_LENGTH)
  const untilMs = word.says === 'limited' ? resetMs(word.detail ?? '', atMs) : null
  const taken = [...(word.submitted ?? '').matchAll(/\[agents#(\d+)\]/g)].map((match) => Number(match[1]))
  return { testimony: { teller: 'hook', says: word.says, sinceMs: atMs, detail, untilMs }, taken }
}

function eventOf(text: string): HookEvent | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as HookEvent) : null
  } catch {
    // Cut off by its size, or never whole: what stands in front may be enough.
    return Buffer.byteLength(text) >= HOOK_BYTES ? headOf(text) : null
  }
}

/** The short texts of a cut event. A quotation mark inside of a text has a backslash, so that no text can look like a field. */
function headOf(text: string): HookEvent {
  const fields = [...text.matchAll(/(?<!\\)"(\w+)":"([^"\\]{0,200})"/g)].toReversed()
  const submitted = /(?<!\\)"prompt":"(.*)/s.exec(text)?.[1]
  return {
    ...Object.fromEntries(fields.map(([, name, value]) => [name, value])),
    ...(submitted === undefined ? {} : { prompt: submitted }),
  }
}
