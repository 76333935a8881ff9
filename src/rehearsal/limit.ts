import { parseDurationMs } from '../model/time.ts'

/** When a limit ends: as the banner shows it, and the moment when the script counts from now (`+2m`). */
export function limitReset(resets: string, now: Date): { readonly shown: string; readonly at: Date | null } {
  const ms = resets.startsWith('+') ? parseDurationMs(resets.slice(1)) : null
  if (ms === null) return { shown: resets, at: null }
  const at = new Date(now.getTime() + ms)
  // The banner has no seconds; a minute too late is safe to wait for, one too early is not.
  return { shown: clockTime(new Date(Math.ceil(at.getTime() / 60_000) * 60_000)), at }
}

/** `3:20pm`, in the machine's zone, as Claude writes it. */
function clockTime(at: Date): string {
  const hours = at.getHours()
  return `${hours % 12 || 12}:${String(at.getMinutes()).padStart(2, '0')}${hours < 12 ? 'am' : 'pm'}`
}
