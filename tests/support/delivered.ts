import { deliver } from '../../src/decide/deliver.ts'
import type { Member } from '../../src/model/memory.ts'
import type { Message } from '../../src/model/message.ts'
import type { PaneSeen } from '../../src/model/observation.ts'
import { rule } from './rulings.ts'
import { aMessage, aSituation, NOON_MS } from './situation.ts'

interface Given {
  readonly messages?: readonly Message[]
  readonly builder?: Partial<Member>
  readonly pane?: Partial<PaneSeen>
  readonly nowMs?: number
}

/** What the rule for texts decides of the builder's texts (default: one that is queued), in front of its pane. */
export function delivered({ messages = [aMessage(1)], builder = {}, pane = {}, nowMs = NOON_MS }: Given) {
  const byId = Object.fromEntries(messages.map((one) => [one.id, one]))
  return rule(
    deliver,
    aSituation({ nowMs, memory: { messages: byId }, members: { builder }, panes: { builder: pane } }),
  )
}
