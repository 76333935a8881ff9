import type { SourceRead } from '../../src/model/source.ts'
import { NO_TOKENS, type Tokens } from '../../src/model/tokens.ts'
import type { Use } from '../../src/model/use.ts'
import { NOON_MS } from './situation.ts'

/** An answer of 10 tokens at noon, by model `m`. */
export function aUse(
  id: string,
  fields: Partial<Omit<Use, 'id' | 'tokens'>> & { tokens?: Partial<Tokens> } = {},
): Use {
  const tokens = { ...NO_TOKENS, ...(fields.tokens ?? { output: 10 }) }
  return { id, atMs: NOON_MS, model: 'm', odd: false, ...fields, tokens }
}

/** What one look at a source brought. */
export function aRead(uses: readonly Use[], fields: Partial<SourceRead> = {}): SourceRead {
  return { uses, standing: 'largest', position: { offset: 1 }, bytes: 1, bad: 0, more: false, ...fields }
}
