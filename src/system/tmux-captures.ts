/** What a pane shows. Lines have no trailing blanks; blank lines at the end of the screen are left out. */
export interface Capture {
  readonly paneId: string
  /** The screen, top line first. `screen[cursorY]` is the cursor's line, if the screen reaches that far. */
  readonly screen: readonly string[]
  /** At most 40 lines that scrolled off the top, oldest first; none while the alternate screen is shown. */
  readonly above: readonly string[]
}

/** So many lines above the screen as readers of markers ask for ("the newest in the last 40 lines"). */
const HISTORY_LINES = 40

/**
 * Commands that print a pane's screen below a marker line. The id in the marker stands without `%`, which
 * display-message would take for a time. In a loop format (`paneId` null) tmux fills in each pane.
 */
export function captureCommands(nonce: string, paneId: string | null, styled = false): string {
  const id = paneId ?? '#{pane_id}'
  const target = paneId === null ? '' : ` -t ${paneId}`
  const marker = `${nonce} #{s/%//:pane_id} #{pane_height} #{alternate_on}`
  return `display-message -p${target} '${marker}' ; capture-pane -p${styled ? ' -e' : ''} -t ${id} -S -${HISTORY_LINES}`
}

interface Open {
  readonly paneId: string
  readonly height: number
  readonly alternate: boolean
  readonly lines: string[]
}

/** Collects what `captureCommands` printed. Lines before the first marker belong to others and are skipped. */
export function readCaptures(nonce: string, lines: readonly string[]): Capture[] {
  const found: Open[] = []
  for (const line of lines) {
    const open = line.startsWith(nonce) ? readMarker(line) : null
    if (open) found.push(open)
    else found.at(-1)?.lines.push(line)
  }
  // A pane that went between marker and capture has no line at all, while even an empty screen has its height.
  return found.filter((open) => open.lines.length > 0).map(close)
}

function readMarker(line: string): Open | null {
  const [, id, height, alternate] = /^\S+ (\d+) (\d+) (\d+)$/.exec(line) ?? []
  if (id === undefined) return null
  return { paneId: `%${id}`, height: Number(height), alternate: alternate === '1', lines: [] }
}

function close({ paneId, height, alternate, lines }: Open): Capture {
  const split = Math.max(0, lines.length - height)
  const trimmed = lines.map((line) => line.trimEnd())
  const screen = trimmed.slice(split)
  while (screen.at(-1) === '') screen.pop()
  return { paneId, screen, above: alternate ? [] : trimmed.slice(0, split) }
}
