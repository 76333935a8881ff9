import { cleanForTyping } from '../model/text.ts'
import { type Answer, ask, type Silence, type TmuxClient } from './tmux-client.ts'
import { group, newNonce, PANE_ID, word } from './tmux-words.ts'

/** A pane and the program that must still be in it. */
export interface PaneTarget {
  readonly paneId: string
  readonly panePid: number
}

export interface TypeOptions {
  /** Leave copy mode first: the person who scrolled loses their place. */
  readonly leaveMode: boolean
}

export interface KeyOptions extends TypeOptions {
  /** Printable ASCII that one row of the screen must hold; when something else was drawn since, no key is pressed. */
  readonly beside?: string
  /** How often, all in one server turn; default: once. */
  readonly times?: number
}

export interface PasteOptions extends TypeOptions {
  /** Put paste brackets around the text if the program asked for them; without, each line break submits. */
  readonly bracketed: boolean
  /** Number of the message: it stands on the pane from the same server turn on, so that a crash leaves no doubt. */
  readonly receipt?: number
}

/** Why nothing was typed, as the server itself found in the same turn. */
export type RefusedWhy =
  | 'no-server'
  | 'no-pane'
  | 'dead'
  | 'in-mode'
  | 'input-off'
  | 'other-program'
  | 'drawn-over'
  | 'empty'
  | 'bad-target'
  | 'bad-key'

export type Typed =
  | { readonly kind: 'typed' }
  | { readonly kind: 'refused'; readonly why: RefusedWhy }
  /** The answer did not come: the text may be in the pane or not. Look before trying again. */
  | { readonly kind: 'unknown'; readonly why: string; readonly detail: string }

/** Keys that may be pressed: to submit, to step through a known dialog, to interrupt, to delete a text of ours. tmux's names. */
export const PRESSABLE_KEYS = [
  ...['Enter', 'KPEnter', 'C-m', 'C-j', 'M-Enter', 'Tab', 'BTab', 'Space', 'Escape', 'C-u'],
  ...['Up', 'Down', 'Left', 'Right', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
] as const

export type Key = (typeof PRESSABLE_KEYS)[number]

/**
 * Types a text, cleaned by `cleanForTyping`, into a pane; submits nothing. One process, and inside the server one turn:
 * alive, in no mode, input on, same program, then the paste. (Unguarded, a paste into a dead pane kills tmux up to
 * 3.3a.) A frozen server never types it later: it asks for the text when it runs, and we are gone by then.
 */
export async function paste(
  client: TmuxClient,
  server: string,
  target: PaneTarget,
  text: string,
  { bracketed, leaveMode, receipt }: PasteOptions,
): Promise<Typed> {
  const clean = cleanForTyping(text)
  if (clean === '') return { kind: 'refused', why: 'empty' }
  const buffer = `agents-${newNonce()}`
  return typeGuarded(client, server, target, {
    before: [...leaving(target, leaveMode), `set-buffer -b ${buffer} -- ${word(clean)}`],
    deed: [
      ...receiptOf(target, receipt),
      `paste-buffer -d${bracketed ? ' -p' : ''} -b ${buffer} -t ${target.paneId}`,
    ].join(' ; '),
    undo: `delete-buffer -b ${buffer}`,
  })
}

/**
 * Presses one key, under the same guard as `paste`. With `beside`, the screen is read in the same server turn: a dialog
 * that opened after the caller's last look gets no key.
 */
export async function pressKey(
  client: TmuxClient,
  server: string,
  target: PaneTarget,
  key: Key,
  { leaveMode, beside = '', times = 1 }: KeyOptions = { leaveMode: false },
): Promise<Typed> {
  if (!PRESSABLE_KEYS.includes(key)) return { kind: 'refused', why: 'bad-key' }
  const before = leaving(target, leaveMode)
  const deed = `send-keys -t ${target.paneId}${` ${key}`.repeat(times)}`
  return typeGuarded(client, server, target, { before, deed, shows: searched(beside) })
}

function receiptOf({ paneId }: PaneTarget, receipt: number | undefined): string[] {
  return Number.isSafeInteger(receipt) ? [`set-option -p -t ${paneId} @agents-typed ${receipt}`] : []
}

/** As tmux searches for it: what its formats, its parser or its patterns would read otherwise stands for any character. */
function searched(text: string): string {
  return text.replace(/[^A-Za-z0-9 ]/g, '?')
}

function leaving({ paneId }: PaneTarget, leaveMode: boolean): string[] {
  return leaveMode ? [`copy-mode -q -t ${paneId}`] : []
}

interface Deed {
  readonly before: readonly string[]
  readonly deed: string
  readonly undo?: string
  /** Pattern of what a row of the screen must hold; '': nothing. */
  readonly shows?: string
}

async function typeGuarded(
  client: TmuxClient,
  server: string,
  target: PaneTarget,
  { before, deed, undo, shows = '' }: Deed,
): Promise<Typed> {
  if (!PANE_ID.test(target.paneId) || !Number.isSafeInteger(target.panePid) || target.panePid <= 0)
    return { kind: 'refused', why: 'bad-target' }
  const nonce = newNonce()
  const pane = target.paneId
  const isSame = `#{==:#{pane_id} #{pane_pid} #{pane_dead}#{pane_in_mode}#{pane_input_off},${pane} ${target.panePid} 000}`
  const guard = shows === '' ? isSame : `#{&&:${isSame},#{C:${shows}}}`
  const state = '#{pane_id} #{pane_pid} #{pane_dead} #{pane_in_mode} #{pane_input_off}'
  const yes = `{ ${deed} ; display-message -p "${nonce} typed" }`
  const no = `{ display-message -p -t ${pane} "${nonce} refused ${state}" }`
  const answer = await ask(client, server, [
    group([...before, `if-shell -F -t ${pane} "${guard}" ${yes} ${no}`]),
    ...(undo ? [undo] : []), // finds nothing to delete after a paste: one error line that nobody reads
  ])
  return readTyped(answer, nonce, target)
}

/** Silences that prove that no command of ours was read. */
const NOTHING_RAN: readonly Silence[] = [
  'refused',
  'no-socket',
  'protocol',
  'no-access',
  'tmux-missing',
  'bad-name',
]

function readTyped(answer: Answer, nonce: string, target: PaneTarget): Typed {
  if (answer.kind === 'silent') {
    if (NOTHING_RAN.includes(answer.why)) return { kind: 'refused', why: 'no-server' }
    return { kind: 'unknown', why: answer.why, detail: answer.detail }
  }
  const [, word, ...state] = answer.lines.find((line) => line.startsWith(nonce))?.split(' ') ?? []
  if (word === 'typed') return { kind: 'typed' }
  if (word === 'refused') return { kind: 'refused', why: refusal(state, target) }
  const errors = answer.errors.join('\n')
  if (/can't find (pane|window|session)/.test(errors)) return { kind: 'refused', why: 'no-pane' }
  if (/target pane has exited/.test(errors)) return { kind: 'refused', why: 'dead' } // 3.4 and newer
  return { kind: 'unknown', why: 'cut-answer', detail: errors }
}

function refusal([paneId, pid, dead, inMode, inputOff]: readonly string[], target: PaneTarget): RefusedWhy {
  if (paneId !== target.paneId) return 'no-pane'
  if (pid !== String(target.panePid)) return 'other-program'
  if (dead !== '0') return 'dead'
  if (inMode !== '0') return 'in-mode'
  return inputOff === '0' ? 'drawn-over' : 'input-off'
}
