import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RepositoryMark, RepositoryNews } from '../../src/model/repository.ts'
import { lookAtRepository } from '../../src/observe/repository.ts'
import { makeClone } from '../../src/system/clone.ts'
import { makeGit } from '../../src/system/git.ts'
import { pollUntil } from '../../src/system/poll.ts'
import { run } from '../../src/system/run.ts'
import { type Clone, countingDoor, GitSandbox, git, usualAsk } from '../support/git-fixture.ts'

let sandbox: GitSandbox
let stateDir: string
beforeEach(() => {
  sandbox = new GitSandbox()
  stateDir = join(sandbox.folder, 'state')
})
afterEach(() => sandbox.remove())

describe('a remote repository', () => {
  let daemon: ChildProcess
  let url: string
  let builder: Clone
  beforeEach(async () => {
    builder = sandbox.clone('builder')
    builder.say('claim(old): x')
    const port = await freePort()
    url = `git://127.0.0.1:${port}/origin.git`
    daemon = spawn(
      'git',
      [
        'daemon',
        '--export-all',
        '--listen=127.0.0.1',
        `--port=${port}`,
        `--base-path=${sandbox.folder}`,
        '--reuseaddr',
      ],
      { stdio: 'ignore', detached: true },
    )
    expect(await pollUntil(() => answers(url), { deadlineMs: 10_000, everyMs: 50 })).toBe(true)
  })
  afterEach(() => endGroup(daemon))

  const newsOf = async (
    door: ReturnType<typeof countingDoor>,
    mark: RepositoryMark | null,
  ): Promise<RepositoryNews> => {
    const seen = await lookAtRepository(door, mark, usualAsk(url))
    if (seen.kind !== 'seen') throw new Error(`expected news, got ${JSON.stringify(seen)}`)
    return seen
  }

  it('is asked by one ls-remote, fetched into our own mirror only when it moved, and read there', async () => {
    const door = countingDoor(stateDir)
    const first = await newsOf(door, null)
    expect(first.history).toMatchObject([{ claim: 'old' }])
    expect(git(join(stateDir, 'mirror.git'), 'rev-parse', 'main')).toBe(first.mark.head)
    door.calls.length = 0
    expect(await lookAtRepository(door, first.mark, usualAsk(url))).toEqual({ kind: 'same' })
    expect(door.calls.map((argv) => argv.includes('ls-remote'))).toEqual([true])
    builder.say('claim(new): x')
    expect(await newsOf(door, first.mark)).toMatchObject({ moved: 'forward', commits: [{ claim: 'new' }] })
  })

  it('is asked once per interval, however many looks there are', async () => {
    let nowMs = 1_000
    const door = countingDoor(stateDir, { remoteIntervalMs: 15_000, monoMs: () => nowMs })
    const { mark } = await newsOf(door, null)
    builder.say('claim(new): x')
    door.calls.length = 0
    for (let n = 0; n < 10; n += 1) {
      nowMs += 1_000
      expect(await lookAtRepository(door, mark, usualAsk(url))).toEqual({ kind: 'same' })
    }
    expect(door.calls).toEqual([])
    nowMs += 5_000
    const looks = await Promise.all([newsOf(door, mark), newsOf(door, mark)])
    expect(looks.map(({ commits }) => commits[0]?.claim)).toEqual(['new', 'new'])
    expect(door.calls.filter((argv) => argv.includes('ls-remote'))).toHaveLength(1)
  })

  it('keeps its news over a restart of the watchdog', async () => {
    const { mark } = await newsOf(countingDoor(stateDir), null)
    builder.say('claim(meanwhile): x')
    expect((await newsOf(countingDoor(stateDir), mark)).commits).toMatchObject([{ claim: 'meanwhile' }])
  })

  it('tells force pushes, deletion and a new beginning as a local one does', async () => {
    const door = countingDoor(stateDir)
    const first = await newsOf(door, null)
    builder.say('claim(lost): x')
    const second = await newsOf(door, first.mark)
    git(builder.folder, 'reset', '--quiet', '--hard', 'HEAD~1')
    builder.commit('claim(other): x')
    builder.push('--force')
    const third = await newsOf(door, second.mark)
    expect(third).toMatchObject({ moved: 'rewritten', commits: [] })
    git(sandbox.origin, 'update-ref', '-d', 'refs/heads/main')
    const fourth = await newsOf(door, third.mark)
    expect(fourth).toMatchObject({ moved: 'deleted', mark: { head: null } })
    expect(await lookAtRepository(door, fourth.mark, usualAsk(url))).toEqual({ kind: 'same' })
    builder.say('claim(again): x')
    expect(await newsOf(door, fourth.mark)).toMatchObject({ moved: 'created', commits: [{ claim: 'again' }] })
  })

  it('is cloned for an agent from the mirror, and the clone talks to the remote itself', async () => {
    const door = countingDoor(stateDir, { remoteIntervalMs: 60_000 })
    for (const agent of ['a', 'b']) {
      const cwd = join(sandbox.folder, 'work', agent)
      expect(await makeClone(door, { repo: url, branch: 'main', cwd, agent })).toEqual({ kind: 'made' })
      expect(git(cwd, 'remote', 'get-url', 'origin')).toBe(url)
      expect(git(cwd, 'log', '-1', '--format=%s', 'origin/main')).toBe('claim(old): x')
    }
    expect(door.calls.filter((argv) => argv.includes('ls-remote') || argv.includes('fetch'))).toHaveLength(2)
  })

  it('clears the lock of a fetch that was killed, in our mirror only', async () => {
    const door = countingDoor(stateDir)
    const { mark } = await newsOf(door, null)
    const lock = join(stateDir, 'mirror.git/refs/heads/main.lock')
    writeFileSync(lock, '')
    builder.say('claim(new): x')
    expect(await lookAtRepository(door, mark, usualAsk(url))).toMatchObject({ kind: 'unknown' })
    expect(existsSync(lock)).toBe(false)
    const later = countingDoor(stateDir)
    expect((await newsOf(later, mark)).commits).toMatchObject([{ claim: 'new' }])
  })

  it('is left alone for a while when it is down, and answers again when it is back', async () => {
    let nowMs = 0
    const door = countingDoor(stateDir, { remoteIntervalMs: 1_000, monoMs: () => nowMs })
    const { mark } = await newsOf(door, null)
    endGroup(daemon)
    nowMs += 1_000
    expect(await pollUntil(async () => !(await answers(url)), { deadlineMs: 5_000 })).toBe(true)
    const down = await lookAtRepository(door, mark, usualAsk(url))
    expect(down).toMatchObject({ kind: 'unknown', failure: { kind: 'unreachable' } })
    door.calls.length = 0
    nowMs += 2_000
    expect(await lookAtRepository(door, mark, usualAsk(url))).toEqual(down)
    expect(door.calls).toEqual([])
  })
})

describe('a remote that is of no use', () => {
  it('accepts and never answers: a timeout within the deadline, and no process is left', async () => {
    const { port, server, sockets } = await muteServer()
    const url = `git://127.0.0.1:${port}/x-${process.pid}`
    try {
      const started = performance.now()
      const asking = makeGit(run, process.env)('/', ['ls-remote', '--', url], { deadlineMs: 700 })
      expect(await pollUntil(() => commandLines().includes(url), { deadlineMs: 600 })).toBe(true)
      const answer = await asking
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
      expect(performance.now() - started).toBeLessThan(3_000)
      expect(await pollUntil(() => !commandLines().includes(url), { deadlineMs: 3_000 })).toBe(true)
    } finally {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })

  it('asks for a password over http: needs-login at once, no prompt, no password in the message', async () => {
    const { port, server, sockets } = await muteServer(
      'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    )
    const canary = join(sandbox.folder, 'askpass-ran')
    const askpass = join(sandbox.folder, 'askpass')
    writeFileSync(askpass, `#!/bin/sh\ntouch '${canary}'\necho secret\n`, { mode: 0o755 })
    const env = { GIT_ASKPASS: askpass, SSH_ASKPASS: askpass, DISPLAY: ':0' }
    try {
      const asked = usualAsk(`http://me@127.0.0.1:${port}/x.git`)
      const seen = await lookAtRepository(countingDoor(stateDir, { env }), null, asked)
      expect(seen).toMatchObject({ kind: 'unknown', failure: { kind: 'needs-login' } })
      expect(existsSync(canary)).toBe(false)
      const withPassword = usualAsk(`http://me:canary77@127.0.0.1:${port}/x.git`)
      const refused = await lookAtRepository(countingDoor(join(sandbox.folder, 'state2')), null, withPassword)
      expect(refused).toMatchObject({ kind: 'unknown', failure: { kind: 'needs-login' } })
      expect(JSON.stringify(refused)).not.toMatch(/canary77/)
    } finally {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })

  it('is an ext:: command: never run', async () => {
    const canary = join(sandbox.folder, 'canary')
    const seen = await lookAtRepository(countingDoor(stateDir), null, usualAsk(`ext::sh -c touch% ${canary}`))
    expect(seen.kind).toBe('unknown')
    expect(existsSync(canary)).toBe(false)
  })

  it('is reached by an ssh that must not ask', async () => {
    const bin = join(sandbox.folder, 'bin')
    mkdirSync(bin)
    writeFileSync(
      join(bin, 'ssh'),
      `#!/bin/sh\necho "$@" > '${sandbox.folder}/ssh-args'\necho 'Permission denied (publickey).' >&2\nexit 255\n`,
      { mode: 0o755 },
    )
    const door = countingDoor(stateDir, { env: { PATH: `${bin}:${process.env.PATH}` } })
    const seen = await lookAtRepository(door, null, usualAsk('git@host.invalid:team/x.git'))
    expect(seen).toMatchObject({ kind: 'unknown', failure: { kind: 'needs-login' } })
    expect(readFileSync(join(sandbox.folder, 'ssh-args'), 'utf8')).toMatch(
      /BatchMode=yes .*ConnectTimeout=10/,
    )
  })
})

async function muteServer(reply?: string): Promise<{ port: number; server: Server; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
    if (reply !== undefined) socket.once('data', () => socket.end(reply))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: portOf(server), server, sockets }
}

async function freePort(): Promise<number> {
  const { port, server } = await muteServer()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

async function answers(url: string): Promise<boolean> {
  return (await makeGit(run, process.env)('/', ['ls-remote', '--', url], { deadlineMs: 2_000 })).ok
}

function commandLines(): string {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
}

function endGroup(child: ChildProcess): void {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
    process.kill(-child.pid, 'SIGKILL')
}
