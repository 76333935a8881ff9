import type { Frame, ScreenSize } from './screen.ts'

/** No automatic wrapping: a character whose width the terminal sees otherwise then spoils its own row only. */
export const ENTER_TERMINAL = '\x1b[?2004h\x1b[?7l'
const LEAVE_TERMINAL = '\x1b[?2004l\x1b[?7h\x1b[?25h\r\n'

const ERASE_ROW = '\x1b[K'
const ERASE_BELOW = '\x1b[J'

/**
 * Turns frames into the bytes that draw them on the main screen. Conversation rows are written once, above the frame, and scroll
 * into the terminal's history; the frame is drawn over in place, and only rows that differ are. An equal frame gives no byte.
 */
export class Painter {
  private drawn: readonly string[] = []
  private cursorRow = 0
  private cursorColumn = 0
  private cursorShown = true

  /** Writes `added` rows above and the new frame below them. */
  paint(added: readonly string[], next: Frame): string {
    if (added.length === 0 && this.isDrawn(next)) return ''
    const kept = added.length > 0 ? [] : this.drawn
    const body = [...added.map((row) => row + ERASE_ROW), ...next.rows.map((row, i) => changed(row, kept[i]))]
    const shrunk = this.drawn.length > added.length + next.rows.length ? ERASE_BELOW : ''
    return up(this.cursorRow) + body.join('\r\n') + shrunk + this.settle(next)
  }

  /** Draws the whole screen anew, as after a resize: the newest conversation rows that fit, and the frame. */
  repaint(conversation: readonly string[], next: Frame, size: ScreenSize): string {
    const room = Math.max(0, size.rows - next.rows.length)
    const rows = [...(room > 0 ? conversation.slice(-room) : []), ...next.rows]
    const bytes = `\x1b[H${rows.map((row) => row + ERASE_ROW).join('\r\n')}${ERASE_BELOW}`
    return bytes + this.settle(next)
  }

  /** Gives the terminal back, with the cursor below what was drawn. */
  leave(): string {
    const down = this.drawn.length - 1 - this.cursorRow
    return (down > 0 ? `\x1b[${down}B` : '') + LEAVE_TERMINAL
  }

  private isDrawn({ rows, cursor }: Frame): boolean {
    return (
      rows.length === this.drawn.length &&
      rows.every((row, index) => row === this.drawn[index]) &&
      (cursor !== null) === this.cursorShown &&
      (cursor === null || (cursor.row === this.cursorRow && cursor.column === this.cursorColumn))
    )
  }

  /** From the end of the frame's last row to where the cursor belongs. */
  private settle({ rows, cursor }: Frame): string {
    const last = Math.max(0, rows.length - 1)
    const visibility = (cursor !== null) === this.cursorShown ? '' : cursor ? '\x1b[?25h' : '\x1b[?25l'
    this.drawn = rows
    this.cursorRow = cursor?.row ?? last
    this.cursorColumn = cursor?.column ?? 0
    this.cursorShown = cursor !== null
    return up(last - this.cursorRow) + right(this.cursorColumn) + visibility
  }
}

function changed(row: string, before: string | undefined): string {
  return row === before ? '' : row + ERASE_ROW
}

function up(rows: number): string {
  return rows > 0 ? `\r\x1b[${rows}A` : '\r'
}

function right(columns: number): string {
  return columns > 0 ? `\x1b[${columns}C` : ''
}
