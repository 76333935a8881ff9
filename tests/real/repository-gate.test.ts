import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprintBranch, refFolders } from '../../src/system/repository-gate.ts'
import { type Clone, GitSandbox, git } from '../support/git-fixture.ts'

const MAIN = 'refs/heads/main'
/** Far enough ahead that every stamp is old. */
const later = () => Date.now() + 60_000

let sandbox: GitSandbox
let builder: Clone
beforeEach(() => {
  sandbox = new GitSandbox()
  builder = sandbox.clone('builder')
  builder.say('start')
})
afterEach(() => sandbox.remove())

const fingerprint = (nowMs = later()) => fingerprintBranch(sandbox.origin, MAIN, nowMs)

describe('the fingerprint of a branch', () => {
  it('stays while other branches, tags and objects come', async () => {
    const before = await fingerprint()
    builder.commit('elsewhere')
    git(builder.folder, 'push', '--quiet', 'origin', 'HEAD:refs/heads/other', 'HEAD:refs/tags/t')
    expect(before).not.toBeNull()
    expect(await fingerprint()).toBe(before)
  })

  it('changes with each of 200 moves within the same second', async () => {
    const shas = Array.from({ length: 3 }, (_, n) => builder.say(`c${n}`))
    let before = await fingerprint()
    for (let n = 0; n < 200; n += 1) {
      writeFileSync(join(sandbox.origin, MAIN), `${shas[n % 3]}\n`)
      const after = await fingerprint()
      expect(after).not.toBe(before)
      before = after
    }
  })

  it('changes when the branch is deleted, packed, or made again', async () => {
    const seen = [await fingerprint()]
    const then = async (...args: string[]) => {
      git(sandbox.origin, ...args)
      seen.push(await fingerprint())
    }
    const head = git(sandbox.origin, 'rev-parse', 'main')
    await then('pack-refs', '--all', '--prune')
    await then('update-ref', MAIN, `${head}`)
    await then('update-ref', '-d', MAIN)
    await then('update-ref', MAIN, `${head}`)
    expect(seen[1]).toMatch(/^packed /)
    for (const [at, text] of seen.slice(1).entries()) if (at !== 1) expect(text).not.toBe(seen[at])
  })

  it('is not trusted while packed-refs is younger than the coarsest clock', async () => {
    git(sandbox.origin, 'pack-refs', '--all', '--prune')
    expect(await fingerprint(Date.now())).toBeNull()
    expect(await fingerprint()).toMatch(/^packed /)
  })

  it('is unknown for what is no repository and for a branch that is an alias', async () => {
    expect(await fingerprintBranch(join(sandbox.folder, 'none'), MAIN, later())).toBeNull()
    git(sandbox.origin, 'symbolic-ref', 'refs/heads/alias', MAIN)
    expect(await fingerprintBranch(sandbox.origin, 'refs/heads/alias', later())).toBeNull()
  })

  it('follows the table list of a reftable repository', async () => {
    const list = join(sandbox.origin, 'reftable', 'tables.list')
    mkdirSync(join(sandbox.origin, 'reftable'))
    writeFileSync(list, '0x1-0x1-aa.ref\n')
    const before = await fingerprint()
    writeFileSync(list, '0x1-0x1-aa.ref\n0x2-0x2-bb.ref\n')
    expect(before).toMatch(/^reftable /)
    expect(await fingerprint()).not.toBe(before)
    expect(await refFolders(sandbox.origin)).toEqual([join(sandbox.origin, 'reftable')])
  })

  it('agrees with git, and never shows an older head again, in 5,000 reads that race with moving and packing', async () => {
    const racing = keepMoving()
    const past = new Set<string>()
    let last = ''
    let agreed = 0
    for (let reads = 0; reads < 5_000 || agreed < 20; reads += 1) {
      const seen = await fingerprint(Date.now())
      if (seen === null) continue
      if (seen !== last) expect(past).not.toContain(seen)
      past.add(seen)
      last = seen
      if (reads % 25 !== 0) continue
      const head = git(sandbox.origin, 'rev-parse', MAIN)
      if (seen !== (await fingerprint(Date.now()))) continue
      expect(seen).toBe(`loose ${head}\n`)
      agreed += 1
    }
    writeFileSync(join(sandbox.origin, 'stop'), '')
    await racing
    expect(past.size).toBeGreaterThan(10)
  })
})

/** Moves the branch to new commits, and packs it now and then, until there is a file `stop`. */
async function keepMoving(): Promise<void> {
  const tree = git(builder.folder, 'rev-parse', 'HEAD^{tree}')
  const move =
    'git update-ref "$2" "$(git -c user.name=a -c user.email=a@x commit-tree -m "$i" "$1")"; sleep 0.01'
  const script = `i=0; while [ ! -e stop ]; do i=$((i+1)); ${move}; [ $((i % 3)) = 0 ] && git pack-refs --all --prune; done; true`
  await promisify(execFile)('sh', ['-c', script, 'sh', tree, MAIN], { cwd: sandbox.origin })
}
