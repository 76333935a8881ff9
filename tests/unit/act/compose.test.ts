import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compose, fill } from '../../../src/act/compose.ts'
import type { Deed, Hands } from '../../../src/act/hands.ts'
import type { MessageFile } from '../../../src/model/decision.ts'
import { emptyMemory, type Memory } from '../../../src/model/memory.ts'
import type { Message } from '../../../src/model/message.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-compose-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function deed(file: MessageFile, memory: Memory = emptyMemory()): Deed {
  const draft = { key: 'k', agent: 'builder', kind: 'kickoff', line: 'Read it.', tagged: true, file }
  return {
    decision: { rule: 'kickoff', target: 'builder', action: { do: 'queue', draft }, because: [] },
    memory,
  } as unknown as Deed
}

test('role, kickoff and phase texts are joined with a blank line and filled in, in a file only its owner can read', async () => {
  writeFileSync(join(folder, 'role.md'), 'You are {agent.name}.\n\n')
  writeFileSync(join(folder, 'kickoff.md'), 'Phase {phase.id}. Keep {this}.\n')
  const path = join(folder, 'messages', 'kickoff.md')
  const sources = [join(folder, 'role.md'), join(folder, 'kickoff.md')]
  const outcome = await compose(
    {} as Hands,
    deed({ path, sources, text: '', values: { 'agent.name': 'builder', 'phase.id': 'core' } }),
  )
  expect(outcome).toMatchObject({ ok: true })
  expect(readFileSync(path, 'utf8')).toBe('You are builder.\n\nPhase core. Keep {this}.\n')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a source that is gone is named, and nothing is written', async () => {
  const path = join(folder, 'messages', 'kickoff.md')
  const outcome = await compose(
    {} as Hands,
    deed({ path, sources: [join(folder, 'gone.md')], text: '', values: {} }),
  )
  expect(outcome.ok).toBe(false)
  expect(outcome.text).toContain('gone.md')
  expect(() => statSync(path)).toThrow()
})

test('a value that looks like a placeholder is not filled in again', () => {
  expect(fill('{a} {b}', { a: '{b}', b: '$& $1' })).toBe('{b} $& $1')
})

test('a file is kept as long as its message is, and no longer', async () => {
  const messages = join(folder, 'messages', 'builder')
  mkdirSync(messages, { recursive: true })
  for (const name of ['ping-known.md', 'ping-forgotten.md']) writeFileSync(join(messages, name), 'x')
  const memory = emptyMemory()
  memory.messages[1] = { key: 'ping:known', agent: 'builder' } as Message
  await compose(
    {} as Hands,
    deed({ path: join(messages, 'k.md'), sources: [], text: 'New.', values: {} }, memory),
  )
  expect(readdirSync(messages).sort()).toEqual(['k.md', 'ping-known.md'])
})
