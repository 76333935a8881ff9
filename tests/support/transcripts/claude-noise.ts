import type { Chance } from './chance.ts'
import type { ClaudeSession } from './claude-rows.ts'
import type { Json } from './json-writer.ts'
import { type Fields, type LineRecord, lineRecord } from './line-records.ts'
import { anyText, DECOY } from './texts.ts'

/** A line of a Claude transcript that is no use, however much it looks like one. */
export function noise(chance: Chance, session: ClaudeSession): LineRecord {
  session.nowMs += chance.below(30_000)
  const { fields, decoy } = chance.pick(KINDS)(chance)
  const shared = {
    sessionId: session.id,
    uuid: chance.uuid(),
    timestamp: new Date(session.nowMs).toISOString(),
  }
  return lineRecord(chance, { ...shared, ...fields }, [], { decoy, spell: session.spell })
}

interface Kind {
  readonly fields: Fields
  readonly decoy: boolean
}

const plain = (fields: Fields): Kind => ({ fields, decoy: false })
const decoy = (fields: Fields): Kind => ({ fields, decoy: true })
const usage: Json = { input_tokens: 777_777, output_tokens: 777_777 }
const NO_USAGE: readonly (Json | undefined)[] = [
  undefined,
  null,
  [],
  [usage],
  '{"output_tokens":777777}',
  777_777,
  true,
]
const NO_MESSAGE: readonly (Json | undefined)[] = [undefined, null, 'usage', 7, [{ id: 'decoy', usage }]]

const KINDS: readonly ((chance: Chance) => Kind)[] = [
  (chance) => plain({ type: 'user', message: { role: 'user', content: anyText(chance) } }),
  (chance) =>
    plain({
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', content: anyText(chance) }] },
    }),
  (chance) => plain({ type: 'summary', summary: anyText(chance), usage }),
  (chance) =>
    plain({
      type: 'system',
      subtype: 'compact_boundary',
      compactMetadata: { preTokens: 777_777 },
      content: anyText(chance),
    }),
  (chance) =>
    plain({
      type: 'assistant',
      message: { id: `msg_${chance.name(9)}`, model: 'none', usage: chance.pick(NO_USAGE) },
    }),
  (chance) => decoy({ type: 'assistant', usage, message: chance.pick(NO_MESSAGE) }),
  () =>
    decoy({ type: 'user', toolUseResult: { usage, totalTokens: 777_777, message: { id: 'decoy', usage } } }),
  () => decoy({ type: 'progress', data: { type: 'agent_progress', message: DECOY }, toolUseID: 'toolu_1' }),
  () => decoy({ type: 'attachment', attachment: [DECOY, [DECOY]], message: { content: [DECOY] } }),
  (chance) =>
    plain({
      type: 'assistant',
      isApiErrorMessage: true,
      message: {
        id: chance.uuid(),
        model: '<synthetic>',
        role: 'assistant',
        content: [{ type: 'text', text: 'API Error' }],
        usage,
      },
    }),
]
