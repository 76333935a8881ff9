import type { Action } from '../model/decision.ts'
import type { Outcome } from '../model/event.ts'
import { alarm } from './alarm.ts'
import { compose } from './compose.ts'
import { end } from './end.ts'
import type { Deed, Hands } from './hands.ts'
import { press } from './press.ts'
import { recordTokens } from './record-tokens.ts'
import { announce, reopen } from './sequence.ts'
import { start } from './start.ts'
import { submitAgain, type } from './type.ts'

type Doer = (hands: Hands, deed: Deed) => Promise<Outcome>

/** The deeds that reach outside the record, by their action. */
const DOERS: Partial<Record<Action['do'], Doer>> = {
  start,
  end,
  queue: compose,
  type,
  'submit-again': submitAgain,
  announce,
  'record-tokens': recordTokens,
  press,
  reopen,
  alarm,
}

/** Carries out one decision. The only place that changes the world. Never throws: a failure is an outcome. */
export async function act(hands: Hands, deed: Deed): Promise<Outcome> {
  const doer = DOERS[deed.decision.action.do]
  if (!doer) return { ok: true, text: '' }
  try {
    return await doer(hands, deed)
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error) }
  }
}
