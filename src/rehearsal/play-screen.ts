import { setTimeout as sleep } from 'node:timers/promises'
import { limitReset } from './limit.ts'
import { type Players, TurnEnded } from './stage.ts'

/** Of Node's timers: a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
const UNFINISHED = '● Let me look at the rest of this before I'
/** Exit code after the dangerous option of a dialog. */
const DANGEROUS = 3

/** Steps that are seen on the screen alone. */
export const screenSteps: Players<
  | 'say'
  | 'print'
  | 'draft'
  | 'work'
  | 'think'
  | 'stall'
  | 'hang'
  | 'waiting_until'
  | 'limit'
  | 'dialog'
  | 'swallow_enter'
> = {
  async say({ text }, stage) {
    stage.print(`● ${text}`)
    stage.transcript.answer(text)
  },
  async print({ text }, stage) {
    stage.print(text)
  },
  async draft({ text }, stage) {
    stage.draft(text)
  },
  async work({ ms }, _stage, signal) {
    await sleep(ms, undefined, { signal })
  },
  async think({ ms }, stage, signal) {
    stage.busy('Thinking')
    await sleep(ms, undefined, { signal })
  },
  async stall({ ms }, stage, signal) {
    stage.quiet(UNFINISHED)
    const end = sleep(ms ?? LONGEST_TIMER_MS, undefined, { signal })
    await (ms === null ? Promise.race([stage.nextText(), end]) : end)
  },
  async hang(_step, stage) {
    stage.quiet(UNFINISHED)
    stage.freeze()
    for (;;) await sleep(LONGEST_TIMER_MS)
  },
  async waiting_until({ time }, stage) {
    stage.print(`WAITING-UNTIL ${time}`)
  },
  async limit({ resets, window }, stage) {
    const reset = limitReset(resets, new Date())
    const text = `You've hit your ${window} limit · resets ${reset.shown}`
    stage.print(text)
    stage.transcript.append({
      type: 'event',
      event: 'limit',
      text,
      window,
      resetsAt: reset.at?.toISOString() ?? null,
    })
    throw new TurnEnded()
  },
  async dialog(step, stage) {
    stage.quiet(null)
    const picked = await stage.ask(step)
    const text = step.options[picked] ?? ''
    stage.transcript.append({ type: 'event', event: 'dialog', text })
    stage.print(`● ${step.title}\n  ⎿ ${text}`)
    if (picked !== step.dangerous) return
    stage.print(`✗ That was the dangerous option (exit code ${DANGEROUS})`)
    stage.exit(DANGEROUS)
  },
  async swallow_enter({ count }, stage) {
    stage.swallowEnters(count)
  },
}
