import { execFile } from 'node:child_process'
import { readdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RepositoryMark } from '../../src/model/repository.ts'
import { lookAtRepository } from '../../src/observe/repository.ts'
import { pollUntil } from '../../src/system/poll.ts'
import { type Clone, countingDoor, GitSandbox, usualAsk } from '../support/git-fixture.ts'

let sandbox: GitSandbox
beforeEach(() => {
  sandbox = new GitSandbox()
})
afterEach(() => sandbox.remove())

it('200 looks while two agents commit and push: no look and no agent fails, and every claim is told once', async () => {
  const agents = [sandbox.clone('builder'), sandbox.clone('adversary')]
  agents[0]?.say('start')
  const door = countingDoor(join(sandbox.folder, 'state'))
  const told: string[] = []
  let mark: RepositoryMark | null = null
  let looks = 0
  let areWorking = true
  const work = Promise.all(agents.map((agent, n) => keepPushing(agent, `agent${n}`, 15))).finally(() => {
    areWorking = false
  })
  while (areWorking || looks < 200) {
    const seen = await lookAtRepository(door, mark, usualAsk(sandbox.origin))
    if (seen.kind === 'unknown') throw new Error(JSON.stringify(seen.failure))
    if (seen.kind === 'seen') {
      mark = seen.mark
      told.push(...seen.commits.concat(seen.history).map(({ claim }) => claim ?? ''))
    }
    looks += 1
  }
  await work
  const claims = told.filter((claim) => claim !== '')
  expect(claims.toSorted()).toEqual([...new Set(claims)].toSorted())
  expect(claims).toHaveLength(30)
})

it('a look creates no file at all in the origin, least of all a lock', async () => {
  const builder = sandbox.clone('builder')
  builder.say('start')
  const door = countingDoor(join(sandbox.folder, 'state'))
  let mark: RepositoryMark | null = null
  for (let round = 0; round < 20; round += 1) {
    builder.say(`claim(n${round}): x`)
    const before = filesOf(sandbox.origin)
    const events: string[] = []
    const watcher = watch(sandbox.origin, { recursive: true }, (_, name) => events.push(String(name)))
    await barrier(events)
    const seen = await lookAtRepository(door, mark, usualAsk(sandbox.origin))
    expect(await barrier(events)).toEqual([])
    watcher.close()
    if (seen.kind !== 'seen') throw new Error(JSON.stringify(seen))
    mark = seen.mark
    expect(filesOf(sandbox.origin)).toEqual(before)
  }
})

const SENTINEL = 'sentinel'

/** Events come in order: when that of our own write is here, all before it are. Returns and forgets the others. */
async function barrier(events: string[]): Promise<readonly string[]> {
  const sentinel = `${SENTINEL}-${performance.now()}`
  writeFileSync(join(sandbox.origin, sentinel), '')
  expect(await pollUntil(() => events.includes(sentinel), { deadlineMs: 5_000, everyMs: 1 })).toBe(true)
  rmSync(join(sandbox.origin, sentinel))
  return events.splice(0).filter((name) => !name.startsWith(SENTINEL))
}

/** Commits and pushes as an agent does, rebasing when another was faster. */
async function keepPushing(agent: Clone, name: string, times: number): Promise<void> {
  const script = `set -e; i=0; while [ $i -lt $1 ]; do
    git commit --quiet --allow-empty -m "claim($2-$i): x"
    until git push --quiet origin HEAD:main 2>/dev/null; do git pull --quiet --rebase origin main; done
    i=$((i+1)); done`
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' }
  await promisify(execFile)('sh', ['-c', script, 'sh', String(times), name], { cwd: agent.folder, env })
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
}
