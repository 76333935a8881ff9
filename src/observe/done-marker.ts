/**
 * Whether a status file says that its phase is done: a line at column 0 that is the marker, or the marker followed
 * by a blank or a colon. A marker quoted inside a fenced code block (``` or ~~~, CommonMark's rules) does not count.
 */
export function hasDoneMarker(text: string, marker: string): boolean {
  const wanted = marker.trimEnd()
  if (wanted === '') return false
  let fence: string | null = null
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    if (fence !== null) fence = closes(line, fence) ? null : fence
    else if (isMarker(line, wanted)) return true
    else fence = openedFence(line)
  }
  return false
}

function isMarker(line: string, marker: string): boolean {
  return line.startsWith(marker) && /^(?:[\s:]|$)/.test(line.slice(marker.length))
}

/** The run of fence letters that opens a block; a backtick fence has no backtick after it. */
function openedFence(line: string): string | null {
  return /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? null
}

/** A block is closed by the same letter, at least as often, and nothing else. */
function closes(line: string, fence: string): boolean {
  const run = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1]
  return run !== undefined && run[0] === fence[0] && run.length >= fence.length
}
