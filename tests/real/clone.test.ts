import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lookAtRepository } from '../../src/observe/repository.ts'
import { makeClone } from '../../src/system/clone.ts'
import { Clone, countingDoor, GitSandbox, git, usualAsk } from '../support/git-fixture.ts'

let sandbox: GitSandbox
let cwd: string
beforeEach(() => {
  sandbox = new GitSandbox()
  cwd = join(sandbox.folder, 'work', 'builder')
})
afterEach(() => sandbox.remove())

const cloneTo = (folder = cwd, repo = sandbox.origin, branch = 'main') =>
  makeClone(countingDoor(join(sandbox.folder, 'state')), { repo, branch, cwd: folder, agent: 'builder' })

it('a missing folder becomes a clone on the branch, whose commits are the agent’s and whose push counts', async () => {
  sandbox.clone('person').say('start')
  expect(await cloneTo()).toEqual({ kind: 'made' })
  const clone = new Clone(cwd)
  clone.commit('claim(a): x')
  git(cwd, 'push', '--quiet')
  expect(git(sandbox.origin, 'log', '-1', '--format=%an %ae %s', 'main')).toBe(
    'builder builder@agents.invalid claim(a): x',
  )
  expect(readdirSync(join(sandbox.folder, 'work'))).toEqual(['builder'])
})

it('an empty folder too, and the remains of a clone that was cut short are no hindrance', async () => {
  sandbox.clone('person').say('start')
  mkdirSync(cwd, { recursive: true })
  mkdirSync(join(sandbox.folder, 'work', '.builder.agents-clone', 'half'), { recursive: true })
  expect(await cloneTo()).toEqual({ kind: 'made' })
  expect(readdirSync(join(sandbox.folder, 'work'))).toEqual(['builder'])
})

it('an empty origin: the first plain push makes the branch that counts, whatever git calls its first branch', async () => {
  git(sandbox.origin, 'symbolic-ref', 'HEAD', 'refs/heads/elsewhere')
  expect(await cloneTo()).toEqual({ kind: 'made' })
  const clone = new Clone(cwd)
  clone.write('a', 'a')
  clone.commit('claim(a): x')
  git(cwd, 'push', '--quiet')
  const seen = await lookAtRepository(countingDoor(sandbox.folder), null, usualAsk(sandbox.origin))
  expect(seen).toMatchObject({ kind: 'seen', history: [{ claim: 'a', authorName: 'builder' }] })
})

it('a clone that is there is left as it is', async () => {
  sandbox.clone('person').say('start')
  await cloneTo()
  writeFileSync(join(cwd, 'draft'), 'precious')
  git(cwd, 'config', 'user.name', 'somebody')
  expect(await cloneTo()).toEqual({ kind: 'present' })
  expect(git(cwd, 'config', 'user.name')).toBe('somebody')
})

it('a folder with files is never touched', async () => {
  sandbox.clone('person').say('start')
  mkdirSync(cwd, { recursive: true })
  writeFileSync(join(cwd, 'thesis.tex'), 'precious')
  expect(await cloneTo()).toMatchObject({ kind: 'failed', failure: { kind: 'folder-not-empty' } })
  expect(readdirSync(cwd)).toEqual(['thesis.tex'])
  expect(readFileSync(join(cwd, 'thesis.tex'), 'utf8')).toBe('precious')
})

it('no repository, no such branch, and a path that is a file are failures with a hint, and leave nothing', async () => {
  sandbox.clone('person').say('start')
  const file = join(sandbox.folder, 'file')
  writeFileSync(file, '')
  const kinds = [
    await cloneTo(cwd, join(sandbox.folder, 'none')),
    await cloneTo(cwd, sandbox.origin, 'master'),
    await cloneTo(file),
  ].map((result) => (result.kind === 'failed' ? result.failure.kind : result.kind))
  expect(kinds).toEqual(['not-a-repository', 'no-branch', 'failed'])
  expect(existsSync(join(sandbox.folder, 'work'))).toBe(false)
})
