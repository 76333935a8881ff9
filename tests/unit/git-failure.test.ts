import { describe, expect, it } from 'vitest'
import { refOfBranch } from '../../src/system/git.ts'
import { gitEnvironment } from '../../src/system/git-environment.ts'
import { failureOf, failureOfText, withoutCredentials } from '../../src/system/git-failure.ts'
import { HostBackoff } from '../../src/system/host-backoff.ts'
import { readAddress } from '../../src/system/repository-address.ts'

const ENDED = {
  code: 128,
  signal: null,
  stdout: '',
  stderr: '',
  timedOut: false,
  truncated: false,
  missing: false,
}

describe("what git's words mean", () => {
  it.each([
    ['not-a-repository', 'fatal: not a git repository (or any of the parent directories): .git'],
    ['not-a-repository', "fatal: cannot change to '/x': No such file or directory"],
    ['not-a-repository', "remote: Repository not found.\nfatal: repository 'https://h/x/' not found"],
    ['needs-login', "fatal: could not read Username for 'https://h': terminal prompts disabled"],
    ['needs-login', 'git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.'],
    ['needs-login', 'Host key verification failed.\nfatal: Could not read from remote repository.'],
    ['needs-login', "fatal: unable to access 'https://h/': The requested URL returned error: 403"],
    ['rate-limited', "fatal: unable to access 'https://h/': The requested URL returned error: 429"],
    ['unreachable', "fatal: unable to access 'https://h/': Could not resolve host: h"],
    [
      'unreachable',
      'ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote repository.',
    ],
    ['unreachable', "fatal: unable to access 'https://h/': The requested URL returned error: 503"],
    ['unsafe-owner', "fatal: detected dubious ownership in repository at '/r'"],
    ['no-branch', 'fatal: Remote branch main not found in upstream origin'],
    ['failed', 'fatal: index file corrupt'],
  ])('%s: %s', (kind, stderr) => {
    const failure = failureOf({ ...ENDED, stderr }, 5_000)
    expect(failure.kind).toBe(kind)
    expect(failure.hint.length).toBeGreaterThan(10)
  })

  it('a missing git, a passed deadline and silence are told apart', () => {
    expect(failureOf({ ...ENDED, missing: true }, 1).kind).toBe('git-missing')
    expect(
      failureOf({ ...ENDED, timedOut: true, stderr: 'fatal: not a git repository' }, 5_000),
    ).toMatchObject({
      kind: 'timeout',
      message: 'git gave no answer within 5 s',
    })
    expect(failureOf(ENDED, 1)).toMatchObject({ kind: 'failed', message: 'git ended with 128' })
  })

  it('the telling line is quoted, clean and short', () => {
    const { message } = failureOfText(`warning: x\nfatal: bad \u001b[31mred\u202e ${'y'.repeat(900)}\nadvice`)
    expect(message).toMatch(/^fatal: bad \[31mred y+…$/)
    expect(message.length).toBeLessThanOrEqual(300)
  })

  it('no password, token or header stays in it', () => {
    const dirty =
      "fatal: 'https://me:canary1@h/x?private_token=canary2&a=b' ssh://u:canary0@h git+https://canary3@h Authorization: Bearer canary4"
    expect(withoutCredentials(dirty)).not.toMatch(/canary\d/)
    expect(withoutCredentials('ssh://git@host/x')).toBe('ssh://git@host/x')
  })
})

describe('the environment of git', () => {
  it('is deaf to a surrounding git hook, and asks nobody', () => {
    const environment = gitEnvironment({
      PATH: '/bin',
      GIT_DIR: '/elsewhere',
      GIT_INDEX_FILE: 'x',
      SSH_ASKPASS: '/gui',
    })
    expect(environment).toMatchObject({
      PATH: '/bin',
      GIT_TERMINAL_PROMPT: '0',
      GCM_INTERACTIVE: 'never',
      SSH_ASKPASS: '',
    })
    expect(environment).toHaveProperty('GIT_OPTIONAL_LOCKS', '0')
    expect(environment).not.toHaveProperty('GIT_DIR')
    expect(environment).not.toHaveProperty('GIT_INDEX_FILE')
  })

  it("keeps the person's own ssh command and adds what makes it silent", () => {
    expect(gitEnvironment({ GIT_SSH_COMMAND: 'ssh -i key' }).GIT_SSH_COMMAND).toMatch(
      /^ssh -i key -oBatchMode=yes /,
    )
  })
})

describe('a branch name', () => {
  it.each(['main', 'feature/x', 'größe', 'a.b', 'release-1'])('%s is one', (name) => {
    expect(refOfBranch(name)).toBe(`refs/heads/${name}`)
  })

  it.each([
    '',
    '--upload-pack=x',
    'a..b',
    'a:b',
    'a b',
    'a\nb',
    'a~1',
    'a^',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a.lock',
    'x@{1}',
    'a\\b',
  ])('%j is none', (name) => {
    expect(refOfBranch(name)).toBeNull()
  })
})

describe('the address of a repository', () => {
  it.each([
    ['/srv/origin.git', { kind: 'local', folder: '/srv/origin.git' }],
    ['file:///srv/my%20origin.git', { kind: 'local', folder: '/srv/my origin.git' }],
    ['/srv/odd:name', { kind: 'local', folder: '/srv/odd:name' }],
    [
      'https://me:pw@host:8443/x.git',
      { kind: 'remote', url: 'https://me:pw@host:8443/x.git', host: 'host:8443' },
    ],
    ['git@host:team/x.git', { kind: 'remote', url: 'git@host:team/x.git', host: 'host' }],
  ])('%s', (repo, address) => {
    expect(readAddress(repo)).toEqual(address)
  })
})

describe('a host that fails', () => {
  it('is left alone longer each time, up to ten minutes, and no other host is', () => {
    const backoff = new HostBackoff(() => 1)
    const waits = Array.from({ length: 10 }, () => backoff.afterFailure('a', 'unreachable') / 1000)
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600])
    expect(backoff.afterFailure('b', 'unreachable')).toBe(5_000)
  })

  it('begins anew after an answer, waits at random, and longer where asking does harm', () => {
    const backoff = new HostBackoff(() => 0)
    expect(backoff.afterFailure('a', 'unreachable')).toBe(2_500)
    backoff.afterSuccess('a')
    expect(backoff.afterFailure('a', 'unreachable')).toBe(2_500)
    expect(backoff.afterFailure('c', 'rate-limited')).toBe(30_000)
  })
})
