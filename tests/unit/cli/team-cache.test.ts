import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RecordedTeam } from '../../support/recorded-team.ts'

let team: RecordedTeam
beforeEach(() => {
  team = new RecordedTeam()
})
afterEach(() => team.close())

const names = async () => {
  const { members } = JSON.parse((await team.run('status', '--json')).out)
  return members.map(({ name }: { name: string }) => name)
}

test('a changed agents.toml is read anew, however often it was read before', async () => {
  const text = readFileSync(team.file, 'utf8')
  expect(await names()).toEqual(['builder', 'adversary', 'desk', 'preview'])
  expect(await names()).toEqual(['builder', 'adversary', 'desk', 'preview'])
  writeFileSync(team.file, text.replace('"desk"', '"help"'))
  expect(await names()).toEqual(['builder', 'adversary', 'help', 'preview'])
  writeFileSync(team.file, `${text}\n[[`)
  expect((await team.run('status')).out).toContain('is wrong')
  writeFileSync(team.file, text)
  expect(await names()).toEqual(['builder', 'adversary', 'desk', 'preview'])
})

test('what is kept between commands is private and holds no value of an environment', async () => {
  process.env.AGENTS_TEST_SECRET = 'hunter2'
  const keys = `env = { KEY = "\${AGENTS_TEST_SECRET}" }\ncommand = ["sh", "\${AGENTS_TEST_SECRET}"]`
  const text = readFileSync(team.file, 'utf8')
  writeFileSync(team.file, text.replace('command = ["sh"]', keys))
  await names()
  delete process.env.AGENTS_TEST_SECRET
  const kept = join(team.stateDir, 'team.json')
  expect(statSync(kept).mode & 0o777).toBe(0o600)
  expect(readFileSync(kept, 'utf8')).not.toContain('hunter2')
})

test('what is kept tells how the tokens are paid, without the key that told it', async () => {
  process.env.AGENTS_TEST_SECRET = 'hunter2'
  const keys = `profile = "codex"\nenv = { OPENAI_API_KEY = "\${AGENTS_TEST_SECRET}" }`
  writeFileSync(team.file, readFileSync(team.file, 'utf8').replace('profile = "shell"', keys))
  await names()
  delete process.env.AGENTS_TEST_SECRET
  const kept = readFileSync(join(team.stateDir, 'team.json'), 'utf8')
  expect(JSON.parse(kept).team.agents[0].backend.billing).toBe('api')
  expect(kept).not.toContain('hunter2')
})

test('a damaged copy is as good as none', async () => {
  writeFileSync(join(team.stateDir, 'team.json'), '{ "version"')
  expect(await names()).toContain('desk')
})
