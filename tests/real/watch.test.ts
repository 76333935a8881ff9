import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pollUntil } from '../../src/system/poll.ts'
import { refFolders } from '../../src/system/repository-gate.ts'
import { type PathWatch, watchPaths } from '../../src/system/watch.ts'
import { GitSandbox, git } from '../support/git-fixture.ts'

let sandbox: GitSandbox
let watched: PathWatch | null
let nudges: number
const troubles: Error[] = []
beforeEach(() => {
  sandbox = new GitSandbox()
  watched = null
  nudges = 0
  troubles.length = 0
})
afterEach(async () => {
  await watched?.close()
  sandbox.remove()
})

async function begin(...paths: string[]): Promise<void> {
  watched = watchPaths(paths, { nudge: () => (nudges += 1), trouble: (error) => troubles.push(error) })
  await watched.ready
}

/** Whether the deed is followed by a nudge; counts from zero. */
async function nudgedBy(deed: () => void): Promise<boolean> {
  await quiet()
  nudges = 0
  deed()
  return pollUntil(() => nudges > 0, { deadlineMs: 3_000, everyMs: 2 })
}

/** No nudge for a while: what went before is over. */
async function quiet(): Promise<void> {
  let seen = -1
  await pollUntil(
    () => {
      const isQuiet = seen === nudges
      seen = nudges
      return isQuiet
    },
    { deadlineMs: 3_000, everyMs: 120 },
  )
}

describe('watching the refs of an origin', () => {
  it('nudges after each push, to a new branch in a folder too, and after the refs were packed', async () => {
    const builder = sandbox.clone('builder')
    builder.say('start')
    await begin(...(await refFolders(sandbox.origin)))
    for (let n = 0; n < 5; n += 1) expect(await nudgedBy(() => builder.say(`c${n}`))).toBe(true)
    expect(
      await nudgedBy(() => git(builder.folder, 'push', '--quiet', 'origin', 'HEAD:refs/heads/a/b')),
    ).toBe(true)
    git(sandbox.origin, 'pack-refs', '--all', '--prune')
    expect(await nudgedBy(() => builder.say('after packing'))).toBe(true)
    expect(troubles).toEqual([])
  })

  it('makes one or two nudges of one push, not one per event', async () => {
    const builder = sandbox.clone('builder')
    await begin(...(await refFolders(sandbox.origin)))
    await nudgedBy(() => builder.say('start'))
    await quiet()
    expect(nudges).toBeLessThanOrEqual(2)
  })
})

describe('watching a file', () => {
  it('sees it written in place, replaced by rename twice, deleted and made again', async () => {
    const file = join(sandbox.folder, 'agents.toml')
    const replace = (text: string) => () => {
      writeFileSync(`${file}.new`, text)
      renameSync(`${file}.new`, file)
    }
    writeFileSync(file, 'a')
    await begin(file)
    expect(await nudgedBy(() => writeFileSync(file, 'b'))).toBe(true)
    expect(await nudgedBy(replace('c'))).toBe(true)
    expect(await nudgedBy(replace('d'))).toBe(true)
    expect(await nudgedBy(() => rmSync(file))).toBe(true)
    expect(await nudgedBy(() => writeFileSync(file, 'e'))).toBe(true)
  })

  it('is not nudged by its neighbours', async () => {
    const file = join(sandbox.folder, 'agents.toml')
    writeFileSync(file, 'a')
    await begin(file)
    await quiet()
    nudges = 0
    writeFileSync(join(sandbox.folder, 'neighbour'), 'x')
    await quiet()
    expect(nudges).toBe(0)
    expect(await nudgedBy(() => writeFileSync(file, 'b'))).toBe(true)
  })
})

describe('watching a folder', () => {
  it('sees request files come, also when the folder is made later', async () => {
    const requests = join(sandbox.folder, 'requests')
    await begin(requests)
    expect(await nudgedBy(() => mkdirSync(requests))).toBe(true)
    for (let n = 0; n < 3; n += 1)
      expect(await nudgedBy(() => writeFileSync(join(requests, `${n}.json`), '{}'))).toBe(true)
  })

  it('tells no nudge after it is closed', async () => {
    await begin(sandbox.folder)
    writeFileSync(join(sandbox.folder, 'x'), '')
    await watched?.close()
    nudges = 0
    writeFileSync(join(sandbox.folder, 'y'), '')
    await quiet()
    expect(nudges).toBe(0)
  })
})

it('a machine that lets nothing more be watched is told once, and is no reason to stop', () => {
  const script = new URL('../support/watch-without-descriptors.ts', import.meta.url).pathname
  const folders = ['a', 'b', 'c'].map((name) => join(sandbox.folder, name))
  for (const folder of folders) mkdirSync(folder)
  const shell = ['-c', 'ulimit -n 60; exec "$@"', 'sh', process.execPath, script, ...folders]
  const lines = execFileSync('sh', shell, { encoding: 'utf8' }).trim().split('\n')
  expect(lines[0]).toBe('full: EMFILE')
  expect(lines.filter((line) => line.startsWith('trouble: EMFILE'))).toHaveLength(1)
  expect(lines.at(-1)).toBe('goes on')
})
