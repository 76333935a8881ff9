import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pollUntil } from '../../src/system/poll.ts'

// A person's evening with a real team: the scripted agents of the example, in real tmux, started by the real command.

const ROOT = new URL('../..', import.meta.url).pathname
const dir = realpathSync(mkdtempSync(join(tmpdir(), 'agents-commands-')))
const CONFIG = join(dir, 'agents.demo.toml')

function agents(...argv: string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'agents.ts'), ...argv, '--config', CONFIG], {
    encoding: 'utf8',
    timeout: 90_000,
  })
}

function status() {
  return JSON.parse(agents('status', '--json').stdout)
}

function watchdogPid(): number {
  return JSON.parse(readFileSync(join(dir, '.agents/watchdog.json'), 'utf8')).pid
}

/** Process ids of every program in the team's panes. */
function panePids(): string[] {
  const { members } = status()
  return members.map(({ attach }: { attach: string[] }) => {
    const [tmux = '', , server = '', , , target = ''] = attach
    return execFileSync(tmux, ['-L', server, 'display-message', '-p', '-t', `${target}:`, '#{pane_pid}'], {
      encoding: 'utf8',
    }).trim()
  })
}

/** Command lines of processes that name the team's folder. */
function leftBehind(): string {
  return spawnSync('pgrep', ['-fa', dir], { encoding: 'utf8' }).stdout
}

beforeAll(() => {
  execFileSync('sh', [join(ROOT, 'examples/builder-adversary/setup.sh'), dir])
})

afterAll(() => {
  agents('down')
  rmSync(dir, { recursive: true, force: true })
})

test('up --dry-run tells the launch lines and changes nothing', () => {
  const { status: code, stdout } = agents('up', '--dry-run')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^builder +start: run 1 .*--script .*builder\.toml/m)
  expect(leftBehind()).toBe('')
})

test('up starts all, and a second up changes nothing and says who has the team', () => {
  const first = agents('up')
  expect(first.stderr).toBe('')
  expect(first.status).toBe(0)
  expect(first.stdout).toContain(`The watchdog runs, pid ${watchdogPid()}.`)
  const desk = () => status().members.find(({ name }: { name: string }) => name === 'desk')
  expect(desk()).toMatchObject({ run: 'running', runs: 1 })
  const pid = watchdogPid()
  const second = agents('up')
  expect(second.status).toBe(0)
  expect(second.stdout).toContain(`Already watched by pid ${pid} since`)
  expect(second.stdout).toContain('Nothing was changed.')
  expect(desk()).toMatchObject({ run: 'running', runs: 1 })
  expect(watchdogPid()).toBe(pid)
})

test('a second watchdog in the foreground is refused with the pid of the first', () => {
  const { status: code, stderr } = agents('up', '--foreground')
  expect(code).toBe(1)
  expect(stderr).toContain(`This team is watched already by pid ${watchdogPid()}`)
})

test('send is taken by a real agent, and events show its delivery', () => {
  const sent = agents('send', 'desk', 'Good evening.')
  expect(sent).toMatchObject({ status: 0, stderr: '' })
  expect(sent.stdout).toMatch(/^desk took message #\d+ after /)
  expect(agents('events', '--agent', 'desk').stdout).toContain('queue operator for desk: Good evening.')
})

test('attach shows the session in the terminal', () => {
  const command = `${process.execPath} ${join(ROOT, 'agents.ts')} attach desk --config ${CONFIG}`
  const shown = spawnSync('timeout', ['-k', '1', '3', 'script', '-qfec', command, '/dev/null'], {
    encoding: 'utf8',
    input: '',
    env: { ...process.env, TMUX: '', TERM: 'xterm-256color' },
  })
  expect(shown.stdout).toContain('scripted agent')
})

test('after kill -9 status says DEAD, the agents live, and up adopts the same programs', async () => {
  const pid = watchdogPid()
  process.kill(pid, 'SIGKILL')
  await pollUntil(() => status().watchdog.kind === 'dead', { deadlineMs: 5_000 })
  expect(agents('status').stdout).toMatch(/DEAD since/)
  expect(agents('send', 'desk', 'hi').status).toBe(3)
  const before = panePids()[3]
  const again = agents('up')
  expect(again.status).toBe(0)
  expect(watchdogPid()).not.toBe(pid)
  expect(panePids()[3]).toBe(before)
})

test('down without a watchdog ends the sessions all the same, and a second down has nothing to do', () => {
  process.kill(watchdogPid(), 'SIGKILL')
  const down = agents('down')
  expect(down).toMatchObject({ status: 0, stderr: '' })
  expect(down.stdout).toContain('desk')
  expect(leftBehind()).toBe('')
  expect(agents('down').stdout).toBe('Nothing is running.\n')
})

test('a reader that closes early, as head does, is no error', () => {
  const command = `${process.execPath} ${join(ROOT, 'agents.ts')} events --since 1d --config ${CONFIG}`
  const { stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${command} | head -n 1`], {
    encoding: 'utf8',
  })
  expect(stdout.split('\n')).toHaveLength(2)
  expect(stderr).toBe('')
})
