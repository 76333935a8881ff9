/** One pane as tmux tells it. Every string is what programs chose: text to judge, cleaned of control characters. */
export interface PaneRow {
  readonly session: string
  /** `%17`: never used twice by one server. */
  readonly paneId: string
  /** The program has ended. Its status may come later, or never (seen on Debian's 3.3a in 4 of 40 deaths). */
  readonly dead: boolean
  readonly deadStatus: number | null
  /** Signal number; never told by 3.2a. */
  readonly deadSignal: number | null
  /** The program that the pane was started with; still told after its death. */
  readonly panePid: number
  /** Server clock, whole seconds: when any program of the window last wrote anything, a spinner's redraw too. */
  readonly activitySec: number
  /** Copy mode and the like: keys would go to tmux. */
  readonly inMode: boolean
  /** A person has switched off the pane's input; what is typed is lost. */
  readonly inputOff: boolean
  /** People looking at the session now. */
  readonly attached: number
  readonly alternateScreen: boolean
  readonly cursorX: number
  readonly cursorY: number
  readonly columns: number
  readonly rows: number
  readonly historyLines: number
  /** Name of the program in the foreground. */
  readonly command: string
  /** Our marks of the session; empty: not started by us. */
  readonly owner: string
  readonly incarnation: string
  /** The last text that was pasted into the pane, by its receipt; null: none. */
  readonly typed: number | null
  readonly title: string
}

/** Values with blanks, control or other characters are the work of programs that want to forge rows. */
const printable = (name: string) => `#{s/[^ -~]/?/:${name}}`

const FIELDS = [
  '#{session_name}',
  '#{pane_id}',
  '#{pane_dead}',
  '#{pane_dead_status}',
  '#{pane_dead_signal}',
  '#{pane_pid}',
  '#{window_activity}',
  '#{pane_in_mode}',
  '#{pane_input_off}',
  '#{session_attached}',
  '#{alternate_on}',
  '#{cursor_x}',
  '#{cursor_y}',
  '#{pane_width}',
  '#{pane_height}',
  '#{history_size}',
  printable('pane_current_command'),
  printable('@agents-owner'),
  printable('@agents-incarnation'),
  '#{@agents-typed}',
  '#{pane_title}', // last: it may hold tabs
]

/** The `-F` format whose lines `parsePaneRow` reads back. */
export function paneRowFormat(nonce: string): string {
  return [nonce, ...FIELDS].join('\t')
}

/** One line of `paneRowFormat`; null when it is none of ours or does not make sense. */
export function parsePaneRow(nonce: string, line: string): PaneRow | null {
  const [tag, ...fields] = line.split('\t')
  if (tag !== nonce || fields.length < FIELDS.length) return null
  const text = (index: number) => fields[index] ?? ''
  const count = (index: number) => Number.parseInt(text(index), 10) || 0
  const maybe = (index: number) => (/^\d+$/.test(text(index)) ? Number(text(index)) : null)
  if (!/^%\d+$/.test(text(1)) || maybe(5) === null) return null
  return {
    session: text(0),
    paneId: text(1),
    dead: count(2) > 0,
    deadStatus: maybe(3),
    deadSignal: maybe(4),
    panePid: count(5),
    activitySec: count(6),
    inMode: count(7) > 0,
    inputOff: count(8) > 0,
    attached: count(9),
    alternateScreen: count(10) > 0,
    cursorX: count(11),
    cursorY: count(12),
    columns: count(13),
    rows: count(14),
    historyLines: count(15),
    command: text(16),
    owner: text(17),
    incarnation: text(18),
    typed: maybe(19),
    title: fields.slice(20).join(' '),
  }
}
