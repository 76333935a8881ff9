import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RepositoryAsk, RepositoryMark } from '../../src/model/repository.ts'
import { lookAtRepository } from '../../src/observe/repository.ts'
import {
  Clone,
  type CountingDoor,
  countingDoor,
  GitSandbox,
  git,
  lookForNews,
  usualAsk,
} from '../support/git-fixture.ts'

const STATUS = 'machine-docs/STATUS-core.md'

let sandbox: GitSandbox
let door: CountingDoor
let builder: Clone
let ask: RepositoryAsk

beforeEach(() => {
  sandbox = new GitSandbox()
  door = countingDoor(join(sandbox.folder, 'state'))
  builder = sandbox.clone('builder')
  ask = usualAsk(sandbox.origin)
})
afterEach(() => sandbox.remove())

const look = (previous: RepositoryMark | null, asked = ask) => lookForNews(door, previous, asked)

describe('other layouts', () => {
  it('a work tree, a linked work tree and a link to the origin are read like a bare origin', async () => {
    const sha = builder.say('claim(a): x')
    const linked = join(sandbox.folder, 'linked')
    git(builder.folder, 'worktree', 'add', '--quiet', '--detach', linked)
    for (const repo of [builder.folder, linked, `file://${sandbox.origin}`]) {
      const asked = { ...ask, repo }
      const first = await look(null, asked)
      expect(first.mark.head).toBe(sha)
      door.calls.length = 0
      expect(await lookAtRepository(door, first.mark, asked)).toEqual({ kind: 'same' })
      expect(door.calls).toEqual([])
    }
    builder.commit('claim(b): x')
    expect((await look({ ...(await look(null)).mark }, { ...ask, repo: linked })).commits).toMatchObject([
      { claim: 'b' },
    ])
  })

  it('a branch with slashes and letters from elsewhere', async () => {
    builder.commit('claim(a): x')
    git(builder.folder, 'push', '--quiet', 'origin', 'HEAD:refs/heads/team/größe')
    expect((await look(null, { ...ask, branch: 'team/größe' })).history).toHaveLength(1)
  })

  it('a repository with SHA-256 ids', async () => {
    const folder = join(sandbox.folder, 'sha256')
    git(sandbox.folder, 'init', '--quiet', '--initial-branch=main', '--object-format=sha256', folder)
    git(folder, 'config', 'user.name', 'builder')
    git(folder, 'config', 'user.email', 'builder@agents.invalid')
    const clone = new Clone(folder)
    clone.write(STATUS, '## DONE\n')
    clone.commit('claim(a): x')
    const asked = usualAsk(folder)
    const first = await look(null, asked)
    expect(first).toMatchObject({ done: { core: true }, history: [{ claim: 'a' }] })
    clone.commit('claim(b): x')
    expect((await look(first.mark, asked)).commits).toMatchObject([{ claim: 'b' }])
  })
})

describe('what cannot be read is unknown, with a reason', () => {
  const failureAt = async (repo: string, branch = 'main') => {
    const seen = await lookAtRepository(door, null, { ...ask, repo, branch })
    return seen.kind === 'unknown' ? seen.failure : seen
  }

  it('a missing path, a file, and a folder inside another repository are no repositories', async () => {
    const inner = join(builder.folder, 'inner')
    mkdirSync(inner)
    writeFileSync(join(inner, 'file'), '')
    for (const repo of [join(sandbox.folder, 'none'), inner, join(inner, 'file')])
      expect(await failureAt(repo)).toMatchObject({
        kind: 'not-a-repository',
        hint: expect.stringMatching(/loop\.repo/),
      })
  })

  it('a branch that is an option or a path never reaches git', async () => {
    expect(await failureAt(sandbox.origin, '--upload-pack=touch x')).toMatchObject({ kind: 'no-branch' })
    expect(await failureAt(sandbox.origin, '../../config')).toMatchObject({ kind: 'no-branch' })
    expect(door.calls).toEqual([])
  })

  it('an origin that is deleted while watched is unknown, and known again when it is back', async () => {
    builder.say('start')
    const { mark } = await look(null)
    git(sandbox.folder, 'clone', '--quiet', '--bare', sandbox.origin, 'spare.git')
    rmSync(sandbox.origin, { recursive: true })
    expect(await failureAt(sandbox.origin)).toMatchObject({ kind: 'not-a-repository' })
    git(sandbox.folder, 'clone', '--quiet', '--bare', 'spare.git', sandbox.origin)
    expect(await lookAtRepository(door, mark, ask)).toEqual({ kind: 'same' })
  })

  it('a machine without git', async () => {
    const bare = countingDoor(sandbox.folder, { env: { PATH: '/nonexistent' } })
    const seen = await lookAtRepository(bare, null, ask)
    expect(seen).toMatchObject({ kind: 'unknown', failure: { kind: 'git-missing' } })
  })

  it("the origin's own configuration runs no program", async () => {
    builder.say('start')
    const canary = join(sandbox.folder, 'canary')
    for (const key of [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'diff.external',
      'core.askPass',
      'gpg.program',
    ])
      git(sandbox.origin, 'config', key, `touch ${canary}; false`)
    git(sandbox.origin, 'config', 'log.showSignature', 'true')
    const { mark } = await look(null)
    builder.say('claim(a): x')
    expect((await look(mark)).commits).toHaveLength(1)
    expect(existsSync(canary)).toBe(false)
  })
})
