import { flushEscape, type Key, type KeyParser, NO_KEYS, readKeys } from './keys.ts'
import { ENTER_TERMINAL, Painter } from './painter.ts'
import { conversationRows, frame, type ScreenSize, type View } from './screen.ts'

/** A lone ESC is the Escape key when nothing follows for so long; tmux sends the bytes of one sequence together. */
const ESCAPE_MS = 30
/** Paragraphs kept for drawing anew after a resize: more than any screen holds. */
const KEPT_PARAGRAPHS = 500

/** The real terminal: keys come in, the conversation and the frame below it go out. */
export class Terminal {
  private readonly view: () => View
  private readonly painter = new Painter()
  private readonly paragraphs: string[] = []
  private added: string[] = []
  private parser: KeyParser = NO_KEYS
  private escapeTimer: NodeJS.Timeout | undefined
  private paintDue = false
  private frozen = false

  constructor(view: () => View, onKey: (key: Key) => void) {
    this.view = view
    process.stdin.setRawMode(true).setEncoding('utf8')
    process.stdin.on('data', (chunk: string) => this.receive(chunk, onKey))
    process.stdin.on('end', () => process.exit(0))
    process.stdout.on('resize', () => this.repaint())
    process.stdout.write(ENTER_TERMINAL)
  }

  /** Adds a paragraph to the conversation; it is drawn with the next frame. */
  print(paragraph: string): void {
    this.paragraphs.push(paragraph)
    this.paragraphs.splice(0, this.paragraphs.length - KEPT_PARAGRAPHS)
    this.added.push(paragraph)
    this.redraw()
  }

  /** Draws soon: what changes in one go is drawn once. */
  redraw(): void {
    if (this.paintDue) return
    this.paintDue = true
    setImmediate(() => this.flush())
  }

  /** Draws now what is due. */
  flush(): void {
    if (!this.paintDue || this.frozen) return
    this.paintDue = false
    const rows = conversationRows(this.added, size())
    this.added = []
    write(this.painter.paint(rows, this.frame()))
  }

  /** Neither reads nor draws any more. */
  freeze(): void {
    this.flush()
    this.frozen = true
    process.stdin.pause()
  }

  /** Gives the terminal back. */
  leave(): void {
    this.flush()
    write(this.painter.leave())
    process.stdin.setRawMode(false)
  }

  private repaint(): void {
    if (this.frozen) return
    this.paintDue = false
    this.added = []
    write(this.painter.repaint(conversationRows(this.paragraphs, size()), this.frame(), size()))
  }

  private frame() {
    return frame(this.view(), size(), performance.now())
  }

  private receive(chunk: string, onKey: (key: Key) => void): void {
    clearTimeout(this.escapeTimer)
    this.take(readKeys(this.parser, chunk), onKey)
    this.escapeTimer = setTimeout(() => this.take(flushEscape(this.parser), onKey), ESCAPE_MS)
  }

  private take({ parser, keys }: { parser: KeyParser; keys: Key[] }, onKey: (key: Key) => void): void {
    this.parser = parser
    for (const key of keys) onKey(key)
  }
}

function size(): ScreenSize {
  return { columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 }
}

function write(bytes: string): void {
  if (bytes !== '') process.stdout.write(bytes)
}
