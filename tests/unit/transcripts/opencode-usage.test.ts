import { expect, test } from 'vitest'
import type { Use } from '../../../src/model/use.ts'
import { opencodeUse } from '../../../src/transcripts/opencode-usage.ts'

const TOKENS = { input: 5, output: 4, reasoning: 3, cache: { read: 2, write: 1 } }

test('an answer is a use, with its parts as they are and reasoning apart', () => {
  expect(useOf({})).toEqual({
    id: 'msg_1',
    atMs: 1000,
    model: 'm1',
    tokens: { input: 5, output: 4, reasoning: 3, cacheRead: 2, cacheWrite5m: 1, cacheWrite1h: 0 },
    odd: false,
  })
})

test('what a person says, an answer without tokens and a message without an id are no use', () => {
  expect(useOf({ role: 'user' })).toBeNull()
  for (const tokens of [undefined, null, 7, 'many', [1]]) expect(useOf({ tokens })).toBeNull()
  expect(useOf({}, { id: '' })).toBeNull()
})

test('the column of OpenCode 2 says who speaks, whatever the data say', () => {
  expect(useOf({ role: 'user' }, { type: 'assistant' })).not.toBeNull()
  expect(useOf({}, { type: 'user' })).toBeNull()
})

test('a count that is none is 0, a string of digits its number, and both are marked', () => {
  const odd = useOf({
    tokens: { input: '12', output: -1, reasoning: 1.5, cache: { read: 1e13, write: 'x' } },
  })
  expect(odd?.tokens).toMatchObject({ input: 12, output: 0, reasoning: 0, cacheRead: 0, cacheWrite5m: 0 })
  expect(odd?.odd).toBe(true)
  const bare = useOf({ tokens: { input: 3 } })
  expect([bare?.tokens.input, bare?.odd]).toEqual([3, false])
})

test('the model goes by its own name, wherever the version of OpenCode has it', () => {
  const modelOf = (data: object) => useOf({ modelID: undefined, ...data })?.model
  expect(modelOf({ model: { id: 'm2', modelID: 'm3' } })).toBe('m2')
  expect(modelOf({ model: { modelID: 'm3' } })).toBe('m3')
  expect(modelOf({ model: 'm4' })).toBe('')
})

test('without a time of its own a message has that of its row', () => {
  expect(useOf({ time: {} })?.atMs).toBe(77)
  expect(useOf({ time: { created: 'soon' } }, { createdMs: null })?.atMs).toBeNull()
})

test('what a fork wrote again under a new id is no use', () => {
  const [created, completed] = [1795238419529, 1795238420669]
  const times = { time: { created, completed } }
  expect(useOf(times, { id: 'msg_1fc8c5c48001pMoevr6cwRBdFG' })).not.toBeNull()
  expect(useOf(times, { id: 'msg_1fc90109c001NhrvB2o2yEx9t0' })).toBeNull()
  expect(useOf(times, { id: 'msg_1fc90109c001abc_12' })).toBeNull()
})

test('a copy is known by an id made after the end of its answer, also when that number began anew', () => {
  const at = 2 ** 36 * 26
  const isCounted = (madeMs: number, time: object) => useOf({ time }, { id: idMadeAt(madeMs) }) !== null
  expect(isCounted(at, { created: at, completed: at + 5000 })).toBe(true)
  expect(isCounted(at + 5100, { created: at, completed: at + 5000 })).toBe(true)
  expect(isCounted(at + 5101, { created: at, completed: at + 5000 })).toBe(false)
  expect(isCounted(at + 60_000, { created: at })).toBe(false)
  expect(isCounted(at + 3000, { created: at - 60_000, completed: at - 2000 })).toBe(false)
  // The clock was set back while the answer came.
  expect(isCounted(at, { created: at, completed: at - 3_600_000 })).toBe(true)
  expect(isCounted(at + 60_000, {})).toBe(true)
})

test('an id of another kind tells no time', () => {
  const time = { created: 1000, completed: 2000 }
  for (const id of ['1', 'msg_zz', 'ses_1fc90109c001NhrvB2o2yEx9t0', 'msg_1FC90109C001']) {
    expect(useOf({ time }, { id })).not.toBeNull()
  }
})

function idMadeAt(ms: number): string {
  return `msg_${((ms % 2 ** 36) * 4096 + 1).toString(16).padStart(12, '0')}Nhrv`
}

function useOf(data: object, row: object = {}): Use | null {
  const said = { role: 'assistant', modelID: 'm1', tokens: TOKENS, time: { created: 1000 }, ...data }
  return opencodeUse({ id: 'msg_1', createdMs: 77, data: said, ...row })
}
