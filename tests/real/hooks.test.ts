import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { layHooks } from '../../src/act/lay-hooks.ts'
import { HOOK_BYTES, HOOK_VARIABLE, HOOKS_KEPT, TELL_COMMAND } from '../../src/backends/hook-profile.ts'
import { hookFolder } from '../../src/backends/hooks.ts'
import { newMember } from '../../src/model/memory.ts'
import { HookWatcher } from '../../src/observe/hooks.ts'
import { removeAll } from '../../src/system/files.ts'
import { aBackend, anAgent, aSituation, aTeam } from '../support/situation.ts'
import { SmallDisk } from '../support/small-disk.ts'

const CLAUDE = anAgent('builder', { backend: aBackend({ profile: 'claude' }) })

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "agents hooks' $(touch x) "))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const team = () => aTeam({ agents: [CLAUDE], services: [], watchdog: { stateDir: root } })

/** Runs a hook's command as Claude does: by a shell, with the event on its standard input. */
function tell(
  folder: string,
  event: string | Buffer,
): { stdout: string; stderr: string; status: number | null } {
  const env = { PATH: process.env.PATH, [HOOK_VARIABLE]: folder }
  return spawnSync('sh', ['-c', TELL_COMMAND], { input: event, env, cwd: root, encoding: 'utf8' })
}

const QUIET = { stdout: '', stderr: '', status: 0 }
const events = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('telling', () => {
  test('writes the event as it came, says nothing, and lets the shell see none of it', () => {
    const { folder } = layHooks(team(), CLAUDE, 1)
    const event = '{"prompt":"$(touch pwned) `touch pwned` \\" \' %s \\\\n"}'
    expect(tell(folder, event)).toMatchObject(QUIET)
    expect(readFileSync(join(folder, events(folder)[0] ?? ''), 'utf8')).toBe(event)
    expect(existsSync(join(root, 'pwned'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('cuts what is too large, and takes all of it, so that no CLI is left with a broken pipe', () => {
    const { folder } = layHooks(team(), CLAUDE, 1)
    expect(tell(folder, Buffer.alloc(3_000_000, 'x'))).toMatchObject(QUIET)
    expect(readFileSync(join(folder, events(folder)[0] ?? ''))).toHaveLength(HOOK_BYTES)
  })

  test('fails no turn when its folder is gone, and when it is full', () => {
    const { folder } = layHooks(team(), CLAUDE, 1)
    for (let at = 0; at < HOOKS_KEPT; at++) writeFileSync(join(folder, `f${at}.json`), '{}')
    expect(tell(folder, '{}')).toMatchObject(QUIET)
    expect(events(folder)).toHaveLength(HOOKS_KEPT)
    rmSync(folder, { recursive: true })
    expect(tell(folder, '{}')).toMatchObject(QUIET)
  })
})

test('a full disk leaves neither an event nor half of one', ({ skip }) => {
  const disk = SmallDisk.mount(root, '256k')
  if (typeof disk === 'string') return skip(disk)
  try {
    const { folder } = layHooks(team(), CLAUDE, 1)
    writeFileSync(join(root, 'there'), '')
    disk.fill('there')
    expect(tell(folder, STOP)).toMatchObject(QUIET)
    expect(readdirSync(folder)).toEqual(['tell.sh'])
    disk.makeRoom()
    tell(folder, STOP)
    expect(events(folder)).toHaveLength(1)
  } finally {
    disk.unmount()
  }
})

/** What is heard of the builder's run after each deed. */
class Ears {
  readonly watcher = new HookWatcher()

  hear(incarnation = 1): string | null | undefined {
    const member = { ...newMember('builder'), run: 'running' as const, incarnation }
    const { memory } = aSituation({ team: team(), memory: { members: { builder: member } } })
    this.watcher.look(team(), memory, Date.now())
    removeAll(this.watcher.read())
    return this.watcher.heard('builder').testimony?.says
  }
}

const STOP = '{"hook_event_name":"Stop"}'
const SUBMIT = '{"hook_event_name":"UserPromptSubmit","prompt":"go [agents#4]"}'

describe('hearing', () => {
  test('the newest event counts, also after its file is gone', () => {
    const { folder } = layHooks(team(), CLAUDE, 1)
    const ears = new Ears()
    expect(ears.hear()).toBeUndefined()
    tell(folder, SUBMIT)
    expect(ears.hear()).toBe('working')
    expect(events(folder)).toEqual([])
    tell(folder, STOP)
    expect(ears.hear()).toBe('idle')
    expect(ears.hear()).toBe('idle')
    expect(ears.watcher.heard('builder').taken).toEqual([4])
  })

  test('half-written, empty, foreign and odd files say nothing and do not stay', () => {
    const { folder } = layHooks(team(), CLAUDE, 1)
    const ears = new Ears()
    tell(folder, SUBMIT)
    writeFileSync(join(folder, 'a.json'), '{"hook_event_name":"St')
    writeFileSync(join(folder, 'b.json'), '')
    writeFileSync(join(folder, 'c.tmp'), STOP)
    symlinkSync('/dev/zero', join(folder, 'd.json'))
    expect(ears.hear()).toBe('working')
    expect(events(folder)).toEqual([])
  })

  test('another run is not heard, and its folder goes with the next start', () => {
    const old = layHooks(team(), CLAUDE, 1).folder
    const { folder } = layHooks(team(), CLAUDE, 2)
    expect(existsSync(old)).toBe(false)
    mkdirSync(old)
    writeFileSync(join(old, 'forged.json'), STOP)
    tell(folder, SUBMIT)
    expect(new Ears().hear(2)).toBe('working')
    expect(hookFolder(root, 'builder', 2)).toBe(folder)
  })

  test('a flood is thrown away in one look, and what it hid is unknown', () => {
    const { folder } = layHooks(team(), CLAUDE, 1)
    for (let at = 0; at < HOOKS_KEPT; at++) writeFileSync(join(folder, `${at}.json`), SUBMIT)
    const ears = new Ears()
    expect(ears.hear()).toBeNull()
    expect(events(folder)).toEqual([])
    tell(folder, STOP)
    expect(ears.hear()).toBe('idle')
  })
})

test('what several hooks tell at once comes whole', async () => {
  const { folder } = layHooks(team(), CLAUDE, 1)
  const one = () =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, [HOOK_VARIABLE]: folder }
      const child = spawn('sh', ['-c', TELL_COMMAND], { env, stdio: ['pipe', 'ignore', 'ignore'] })
      child.stdin.end(STOP)
      child.on('close', resolve)
    })
  await Promise.all(Array.from({ length: 20 }, one))
  expect(events(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(Array(20).fill(STOP))
})

test('a launch line with settings of its own keeps them, and its agent has no hooks', () => {
  const command = ['claude', '--settings=mine.json']
  const agent = anAgent('builder', { backend: aBackend({ profile: 'claude', command }) })
  expect(layHooks(team(), agent, 1)).toEqual({ folder: '', why: '' })
})

test('what its CLI reads is laid beside them', () => {
  const qwen = anAgent('builder', { backend: aBackend({ profile: 'qwen' }) })
  const { folder } = layHooks(team(), qwen, 1)
  const settings = JSON.parse(readFileSync(join(folder, 'qwen-defaults'), 'utf8'))
  const [{ hooks }] = settings.hooks.Stop
  const env = { PATH: process.env.PATH, [HOOK_VARIABLE]: folder }
  const run = (more: object) =>
    spawnSync('sh', ['-c', hooks[0].command], {
      input: STOP,
      env: { ...env, ...more },
      cwd: root,
      encoding: 'utf8',
    })
  expect(run({ QWEN_CODE: '1' })).toMatchObject(QUIET)
  expect(events(folder)).toEqual([])
  expect(run({})).toMatchObject(QUIET)
  expect(events(folder)).toHaveLength(1)
})

test('where no folder can be made the agent is started without hooks, and the reason is told', () => {
  writeFileSync(join(root, 'hooks'), 'a file')
  expect(layHooks(team(), CLAUDE, 1)).toMatchObject({
    folder: '',
    why: expect.stringMatching(/^without hooks: /),
  })
})
