import type { Chance } from './chance.ts'
import { anyCount } from './counts.ts'
import type { Json } from './json-writer.ts'
import type { Fields } from './line-records.ts'
import type { Meant } from './meant.ts'
import { anyText, DECOY } from './texts.ts'

/** A state of an OpenCode message: what its JSON says, and what that counts; null: it is no use. */
export interface OpencodeState {
  readonly data: Fields
  readonly meant: Meant | null
}

export interface OpencodeAnswer {
  readonly id: string
  readonly createdMs: number
  /** null: still streaming. */
  readonly completedMs: number | null
  /** The row's own time stands in when the message tells none. */
  readonly tellsTime: boolean
}

const MODELS: readonly { readonly v1: Fields; readonly v2: Fields; readonly name: string }[] = [
  { v1: { modelID: 'm1', providerID: 'fake' }, v2: { model: { id: 'm1', providerID: 'fake' } }, name: 'm1' },
  { v1: { modelID: 'große/模型' }, v2: { modelID: 'große/模型', model: { id: 'no' } }, name: 'große/模型' },
  {
    v1: { modelID: '', model: { modelID: 'm3' } },
    v2: { modelID: 7, model: { id: '', modelID: 'm3' } },
    name: 'm3',
  },
  { v1: { providerID: 'fake' }, v2: { model: 'm4' }, name: '' },
]

/** The JSON of an answer in the form of 1.x or of 2.x, while it streams (zeros) or with new counts. */
export function answerState(
  chance: Chance,
  form: 1 | 2,
  answer: OpencodeAnswer,
  oddOneIn = 30,
): OpencodeState {
  const { written, ...counted } =
    answer.completedMs === null && chance.happens(0.7) ? ZEROS : anyTokens(chance, oddOneIn)
  const model = chance.pick(MODELS)
  const created = answer.tellsTime ? answer.createdMs : undefined
  const data = {
    ...(form === 1 ? { role: 'assistant', ...model.v1 } : model.v2),
    time: { created, completed: answer.completedMs ?? undefined },
    cost: 0.5,
    tokens: written,
    summary: chance.happens(0.1) ? DECOY : anyText(chance),
  }
  return { data, meant: { id: answer.id, atMs: answer.createdMs, model: model.name, ...counted } }
}

/** A message that is no answer, or has no tokens. */
export function otherState(chance: Chance, form: 1 | 2): OpencodeState {
  const tokens = chance.pick<Json | undefined>([undefined, null, [DECOY.tokens as Json], 'none', 7])
  const data = chance.pick<Fields>([
    { role: 'user', time: { created: 1 }, text: anyText(chance), tokens: DECOY.tokens },
    ...(form === 1 ? [{ role: 'assistant', tokens, data: DECOY }] : []),
  ])
  return { data, meant: null }
}

const ZEROS = {
  written: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } } as Json,
  tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
  odd: false,
}

function anyTokens(chance: Chance, oddOneIn: number): typeof ZEROS {
  const [input, output, reasoning] = [count(4000), count(900), count(600)]
  const [read, write] = [count(5000), count(800)]
  const cache = chance.below(oddOneIn) === 0 ? undefined : { read: read.written, write: write.written }
  const tokens = {
    input: input.value,
    output: output.value,
    reasoning: reasoning.value,
    cacheRead: cache ? read.value : 0,
    cacheWrite5m: cache ? write.value : 0,
    cacheWrite1h: 0,
  }
  return {
    written: {
      total: 777_777,
      input: input.written,
      output: output.written,
      reasoning: reasoning.written,
      cache,
    },
    tokens,
    odd: [input, output, reasoning, ...(cache ? [read, write] : [])].some(({ odd }) => odd),
  }

  function count(most: number) {
    return anyCount(chance, most, oddOneIn)
  }
}

/** `msg_`, the time as OpenCode writes it (ms times 4096, modulo 2^48, in hex), and letters. */
export function opencodeId(chance: Chance, atMs: number): string {
  const time = (BigInt(atMs) * 4096n + BigInt(chance.below(4096))) % 2n ** 48n
  return `msg_${time.toString(16).padStart(12, '0')}${chance.name(14)}`
}
