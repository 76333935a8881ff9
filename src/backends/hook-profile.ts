import type { Doing } from '../model/testimony.ts'

/** How a CLI is made to tell what happens in one session, by its launch line and environment: no file of its user is touched. */
export interface HookProfile {
  /** Arguments that install them; their commands run the file TELL_FILE in the folder that HOOK_VARIABLE names. */
  readonly args: readonly string[]
  /** Variables that install them; `{folder}` stands for the folder that HOOK_VARIABLE names. */
  readonly env?: Readonly<Record<string, string>>
  /** Text of further files in that folder, by name; none ends with `.json`, as events do. */
  readonly files?: Readonly<Record<string, string>>
  /**
   * Options and variables with which a launch brings settings of its own, which ours would replace, or does without hooks: then
   * none are installed.
   */
  readonly taken: readonly string[]
  /** Files of the machine that ours would hide: where one of them is there, none are installed. */
  readonly standsFor?: readonly string[]
  /** What one event says. */
  readonly read: (event: HookEvent) => HookWord | null
}

/** An event's fields as the CLI sent them; of one that was cut off, those that came first. */
export type HookEvent = Readonly<Record<string, unknown>>

/** What an event says of the CLI's state; `says: null`: what was said before no longer holds. */
export interface HookWord {
  readonly says: Doing | null
  readonly detail?: string
  /** The text that a person or the watchdog submitted with it. */
  readonly submitted?: string
}

/** Names the folder of one run, into which its hooks tell. */
export const HOOK_VARIABLE = 'AGENTS_HOOKS'

/** Name of the file in it that the hooks run. */
export const TELL_FILE = 'tell.sh'

/** An event is kept up to this size; what stands behind is cut off. A whole prompt fits, a written file may not. */
export const HOOK_BYTES = 65_536
/** So many events wait unread at most; a run that tells more is not heard until they are read. */
export const HOOKS_KEPT = 1_000

/**
 * Writes what comes in as one file, whole or not at all; never says anything and never fails: what a hook prints or
 * returns would reach the model. No text of the event is seen by the shell.
 */
export const TELL_SCRIPT = `exec >/dev/null 2>&1
umask 077
cd "$${HOOK_VARIABLE}" || { cat; exit 0; }
set -- *.json
if [ $# -lt ${HOOKS_KEPT} ]; then
  head -c ${HOOK_BYTES} >"$$.tmp" && mv "$$.tmp" "$$.json" || rm -f "$$.tmp"
fi
cat
exit 0
`

/**
 * The command of every hook. The folder's name is text to the shell, whatever it is. Should the folder be gone, sh would end
 * with 2, which to Claude Code means that the prompt is refused.
 */
export const TELL_COMMAND = `sh "$${HOOK_VARIABLE}/${TELL_FILE}" 2>/dev/null; exit 0`
