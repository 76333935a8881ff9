import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isAlive, type PaneOptions, PrivateTmux, type TestPane, waitUntil } from '../support/private-tmux.ts'

const ENTRY = join(import.meta.dirname, '../../src/rehearsal/scripted-agent.ts')
/** Longer than the agent's 50 ms in which an Enter belongs to a paste, with room for a busy machine. */
const SUBMIT_PAUSE_MS = 300
const READY = '? for shortcuts'

let tmux: PrivateTmux
let root: string
let folder: string

beforeAll(() => {
  tmux = new PrivateTmux()
  root = mkdtempSync(join(tmpdir(), 'agents-scripted-'))
})
beforeEach(() => {
  folder = mkdtempSync(join(root, 'test-'))
})
afterAll(async () => {
  await tmux.stop()
  rmSync(root, { recursive: true, force: true })
})

describe('texts', () => {
  test('a paste, a pause and an Enter submit exactly this text, and the answer follows', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ say = "Understood." }]')
    const text = 'first line\n\tsecond "line" with $HOME, 漢字 and #{x};\n'
    await submit(pane, text)
    await pane.waitFor('● Understood.')
    expect(records('user')).toMatchObject([{ text, queued: false, sessionId: 'session-1' }])
    expect(records('assistant')).toMatchObject([{ text: 'Understood.', model: 'scripted-1' }])
  })

  test('an Enter at once after a paste is a line break, and a second one submits', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ say = "Got it." }]')
    await tmux.feed('\x1b[200~together\x1b[201~\r', 'load-buffer', '-b', 'raw', '-')
    await tmux.tmux('paste-buffer', '-drb', 'raw', '-t', pane.id)
    await pane.waitFor('❯ together')
    await sleep(SUBMIT_PAUSE_MS)
    expect(records('user')).toEqual([])
    await pane.press('Enter')
    await pane.waitFor('Got it.')
    expect(records('user')).toMatchObject([{ text: 'together\n' }])
  })

  test('a long paste is folded, and submitted whole', async () => {
    const pane = await ready('')
    const text = Array.from({ length: 13 }, (_, line) => `line ${line}`).join('\n')
    await submit(pane, text)
    await pane.waitFor('❯ [Pasted text #1 +12 lines]')
    await pane.waitFor('Nothing to do.')
    expect(records('user')).toMatchObject([{ text }])
  })

  test('typed characters are edited with Backspace and Ctrl-U', async () => {
    const pane = await ready('')
    await pane.type('wrong')
    await pane.press('C-u')
    await pane.type('rightx')
    await pane.press('BSpace', 'Enter')
    await pane.waitFor('Nothing to do.')
    expect(records('user')).toMatchObject([{ text: 'right' }])
  })

  test('a text given while it is busy is queued and becomes the next turn', async () => {
    const pane = await ready(
      '[[turn]]\nwhen = "first"\nsteps = [{ work = "1s" }]\n[[turn]]\nwhen = "second"\nsteps = [{ say = "The second." }]',
    )
    await submit(pane, 'first')
    await pane.waitFor(/[✻✽✶✢] Working… \(\ds · esc to interrupt\)/)
    await submit(pane, 'second')
    await pane.waitFor('Queued: second')
    const screen = await pane.waitFor('The second.')
    expect(screen).not.toContain('Queued')
    expect(records('user')).toMatchObject([{ queued: false }, { queued: true }])
  })

  test('Escape interrupts the turn', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ work = "1m" }, { say = "never" }]')
    await submit(pane, 'go')
    await pane.waitFor('esc to interrupt')
    await pane.press('Escape')
    await pane.waitFor('Interrupted')
    expect(await pane.screen()).not.toContain('esc to interrupt')
    expect(records('event')).toMatchObject([{ event: 'interrupted' }])
  })

  test('a kickoff is matched together with the file that it points to', async () => {
    const kickoff = join(folder, 'kickoff file.md')
    writeFileSync(kickoff, '# Phase core: parse')
    const pane = await ready('[[turn]]\nwhen = \'/^Read .*# Phase core:/s\'\nsteps = [{ say = "On it." }]')
    await submit(pane, `Read ${kickoff} and follow it. [agents#1]`)
    await pane.waitFor('● On it.')
  })

  test('control characters of scripts, texts and commands do not reach the screen', async () => {
    const evil = '\\u001b[2Jred\\u001b]0;title\\u0007\\u009b31m\\u0008\\r'
    writeFileSync(join(folder, 'evil'), JSON.parse(`"${evil}from a command"`))
    const pane = await ready(
      `[[turn]]\nsteps = [{ say = "${evil}said" }, { print = "${evil}printed" }, { run = ["cat", "evil"] }]`,
    )
    const title = await pane.ask('#{pane_title}')
    await submit(pane, JSON.parse(`"${evil}pasted"`))
    await pane.waitFor(/^❯ red\n {2}pasted$/m)
    const screen = await pane.waitFor('  ⎿ red\n  ⎿ from a command')
    expect(screen).toContain('scripted agent')
    expect(screen).toContain('said')
    expect(screen).toContain('printed')
    expect(await pane.ask('#{pane_title}')).toBe(title)
  })
})

describe('the screen', () => {
  test.each([
    [200, 50],
    [80, 24],
  ])('looks the same at %i columns and %i rows, also after a resize', async (columns, rows) => {
    const pane = await ready('[[turn]]\nsteps = [{ say = "An answer." }]', { columns, rows })
    await submit(pane, 'question')
    await pane.waitFor('An answer.')
    const rule = '─'.repeat(columns - 1)
    const bottom = (width: string) =>
      `● An answer.\n\n${width}\n❯\n${width}\n  ⏵⏵ scripted agent on · ? for shortcuts`
    expect(await pane.screen()).toMatch(/^✻ scripted agent · scripted-1\n {2}\S+\n\n❯ question\n\n/)
    expect(await pane.screen()).toContain(bottom(rule))
    await pane.resize(100, 30)
    await waitUntil('it is drawn anew', async () => (await pane.screen()).endsWith(bottom('─'.repeat(99))))
    expect((await pane.screen()).match(/An answer/g)).toHaveLength(1)
  })

  test('a conversation longer than the screen scrolls into the history, each line once', async () => {
    const says = Array.from({ length: 40 }, (_, n) => `{ say = "line ${n}." }`).join(', ')
    const pane = await ready(`[[turn]]\nsteps = [${says}]`, { columns: 80, rows: 24 })
    await submit(pane, 'go')
    await pane.waitFor('line 39.')
    const lines = (await pane.history()).match(/line \d+\./g)
    expect(lines).toEqual(Array.from({ length: 40 }, (_, n) => `line ${n}.`))
  })

  test('an idle agent writes nothing, so that the window has no activity', async () => {
    const pane = await ready('')
    const before = await pane.ask('#{window_activity}')
    await sleep(2100)
    expect(await pane.ask('#{window_activity}')).toBe(before)
  })
})

describe('silence', () => {
  test('a stall leaves a half-finished line and no activity, until a text is submitted', async () => {
    const pane = await ready('[[turn]]\nwhen = "go"\nsteps = [{ stall = true }, { say = "Back again." }]')
    await submit(pane, 'go')
    const screen = await pane.waitFor('● Let me look at the rest of this before I')
    expect(screen).not.toContain('esc to interrupt')
    const before = await pane.ask('#{window_activity}')
    await sleep(2100)
    expect(await pane.ask('#{window_activity}')).toBe(before)
    await submit(pane, 'wake up')
    await pane.waitFor(/Back again[\s\S]*❯ wake up[\s\S]*Nothing to do/)
  })

  test('a stall with a duration ends by itself, and queues what is submitted', async () => {
    const pane = await ready('[[turn]]\nwhen = "go"\nsteps = [{ stall = "1500ms" }, { say = "Back again." }]')
    await submit(pane, 'go')
    await pane.waitFor('● Let me look')
    await submit(pane, 'wake up')
    expect(await pane.waitFor('Queued: wake up')).not.toContain('Back again')
    await pane.waitFor(/Back again[\s\S]*❯ wake up/)
  })

  test('a hang reads nothing', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ hang = true }]')
    await submit(pane, 'go')
    const before = await pane.waitFor('● Let me look')
    await submit(pane, 'are you there?')
    await pane.press('Escape')
    await sleep(SUBMIT_PAUSE_MS)
    expect(await pane.screen()).toBe(before)
    expect(records('user')).toHaveLength(1)
  })

  test('a child burns CPU while the screen is silent', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ cpu = "1s" }, { say = "Computed." }]')
    await submit(pane, 'go')
    await waitUntil('a child burns', async () =>
      childrenOf(await pane.ask('#{pane_pid}')).includes('while (Date.now()'),
    )
    expect(await pane.screen()).not.toContain('esc to interrupt')
    await pane.waitFor('Computed.')
  })

  test('WAITING-UNTIL is printed as it is', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ think = "100ms" }, { waiting_until = "+20m" }]')
    await submit(pane, 'go')
    await pane.waitFor(/^WAITING-UNTIL \+20m$/m)
  })

  test('a usage limit prints the banner and ends the turn', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ limit = { resets = "3:20pm" } }, { say = "never" }]')
    await submit(pane, 'go')
    await pane.waitFor("You've hit your weekly limit · resets 3:20pm")
    expect(await pane.screen()).not.toContain('never')
    expect(records('event')).toMatchObject([{ event: 'limit', resetsAt: null }])
  })
})

describe('traps for a watchdog', () => {
  const dialog = '{ dialog = { title = "Proceed?", options = ["Yes", "No"], chosen = 1, dangerous = 1 } }'

  test('a dialog takes the place of the composer, drops pasted text, and an Enter picks the chosen option', async () => {
    const pane = await ready(`[[turn]]\nsteps = [${dialog}]`)
    await submit(pane, 'go')
    expect(await pane.waitFor(' ❯ 1. Yes')).not.toContain('⏵⏵')
    await submit(pane, 'please continue')
    expect(await pane.waitForEnd()).toBe(3)
    expect(records('user')).toHaveLength(1)
    expect(records('event')).toMatchObject([
      { event: 'dialog', text: 'Yes' },
      { event: 'exit', code: 3 },
    ])
  })

  test('arrows move in a dialog, and a harmless option goes on', async () => {
    const pane = await ready(`[[turn]]\nsteps = [${dialog}, { say = "Then not." }]`)
    await submit(pane, 'go')
    await pane.waitFor(' ❯ 1. Yes')
    await pane.press('Down')
    await pane.waitFor(' ❯ 2. No')
    await pane.press('Enter')
    await pane.waitFor('Then not.')
  })

  test('a swallowed Enter leaves the text in the composer', async () => {
    const pane = await ready('start = [{ swallow_enter = 1 }]')
    await submit(pane, 'hello')
    await sleep(SUBMIT_PAUSE_MS)
    expect(await pane.screen()).toContain('❯ hello')
    expect(records('user')).toEqual([])
    await pane.press('Enter')
    await pane.waitFor('Nothing to do.')
  })

  test('a draft stands in the composer', async () => {
    const pane = await ready('start = [{ draft = "I think we should" }]')
    await pane.waitFor('❯ I think we should')
  })

  test('an Enter before the composer is there is lost, and the text is kept', async () => {
    const pane = await open('start = [{ work = "1s" }]')
    await pane.waitFor('esc to interrupt')
    await submit(pane, 'too early')
    await pane.waitFor('❯ too early')
    expect(records('user')).toEqual([])
  })
})

describe('processes', () => {
  test('a command is shown and recorded, and a failure stops the turn with its line', async () => {
    const pane = await ready(
      '[[turn]]\nsteps = [\n{ run = ["sh", "-c", "echo out; exit 4"], may_fail = true },\n{ run = ["false"] },\n{ say = "never" }]',
    )
    await submit(pane, 'go')
    const screen = await pane.waitFor('✗ run (line 4 of the script): false failed')
    expect(screen).toContain('⎿ out\n  ⎿ exit 4')
    expect(screen).not.toContain('never')
    expect(records('tool')).toMatchObject([
      { exitCode: 4, output: 'out\n' },
      { argv: ['false'], exitCode: 1 },
    ])
  })

  test('a command that does not exist is told, not a crash', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ run = ["no-such-command"] }]')
    await submit(pane, 'go')
    await pane.waitFor('no-such-command failed')
    expect(records('tool')).toMatchObject([{ exitCode: null }])
  })

  test('it exits with the code of the script', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ exit = 7 }]')
    await submit(pane, 'go')
    expect(await pane.waitForEnd()).toBe(7)
  })

  test('a crash is a SIGKILL, with what was said before it on the screen', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ say = "Oh no" }, { crash = true }]')
    await submit(pane, 'go')
    expect(await pane.waitForEnd()).toBeNull()
    expect(await pane.screen()).toContain('Oh no')
  })

  test('SIGTERM ends it, unless the script ignores it', async () => {
    const mortal = await ready('')
    process.kill(Number(await mortal.ask('#{pane_pid}')), 'SIGTERM')
    expect(await mortal.waitForEnd()).toBe(143)
    const immortal = await ready('start = [{ ignore_sigterm = true }]')
    process.kill(Number(await immortal.ask('#{pane_pid}')), 'SIGTERM')
    await submit(immortal, 'still there?')
    await immortal.waitFor('Nothing to do.')
  })

  test('a grandchild outlives it, in a session of its own', async () => {
    const pane = await ready('[[turn]]\nsteps = [{ grandchild = "30s" }, { crash = true }]')
    const agent = await pane.ask('#{pane_pid}')
    await submit(pane, 'go')
    await pane.waitForEnd()
    const pid = Number(records('event')[0]?.pid)
    expect(isAlive(pid)).toBe(true)
    expect(sessionOf(pid)).not.toBe(sessionOf(process.pid))
    expect(sessionOf(pid)).not.toBe(agent)
    process.kill(pid, 'SIGTERM')
    await waitUntil('the grandchild has ended', () => !isAlive(pid))
  })
})

describe('git', () => {
  beforeEach(() => {
    git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
    git(folder, 'clone', '--quiet', 'origin.git', 'work')
    git(folder, 'clone', '--quiet', 'origin.git', 'other')
    commitIn('other', 'seed', 'README.md')
    git(join(folder, 'other'), 'push', '--quiet', 'origin', 'HEAD')
    git(join(folder, 'work'), 'pull', '--quiet')
  })

  test('files are written, committed and pushed, and a claim follows', async () => {
    const pane = await ready(
      '[[turn]]\nsteps = [{ write = { file = "src/a.js", text = "a\\n" } }, { delete = "README.md" }, { commit = "Work" }, { push = true }, { claim = "parse" }]',
      { cwd: join(folder, 'work') },
    )
    await submit(pane, 'go')
    await waitUntil('the claim is pushed', () => subjects()[0] === 'claim(parse): ready for review')
    expect(subjects()).toEqual(['claim(parse): ready for review', 'Work', 'seed'])
    expect(git(folder, '--git-dir=origin.git', 'ls-tree', '-r', '--name-only', 'main')).toBe('src/a.js')
  })

  test('a push that comes second is done again on top of the other', async () => {
    commitIn('other', 'Faster', 'other.txt')
    git(join(folder, 'other'), 'push', '--quiet', 'origin', 'HEAD')
    const pane = await ready(
      '[[turn]]\nsteps = [{ claim = { label = "facts", text = "sums" } }, { pull = true }]',
      {
        cwd: join(folder, 'work'),
      },
    )
    await submit(pane, 'go')
    await waitUntil('the claim is pushed', () => subjects()[0] === 'claim(facts): sums')
    expect(subjects()).toEqual(['claim(facts): sums', 'Faster', 'seed'])
  })

  test('a review runs its command on what was pushed, and says why it fails', async () => {
    const head = git(join(folder, 'work'), 'rev-parse', 'HEAD')
    const review = (run: string) => `{ review = { label = "parse", run = ${run}, inbox = "docs/INBOX.md" } }`
    const pane = await ready(
      `[[turn]]\nsteps = [${review('["sh", "-c", "echo one; echo row 2 is wrong; exit 1"]')}, ${review('["true"]')}, { review = { label = "parse", verdict = "VETO", text = "Not this way." } }]`,
      { cwd: join(folder, 'work') },
    )
    await submit(pane, 'go')
    await waitUntil('three verdicts are pushed', () => subjects().length === 4)
    expect(subjects().slice(0, 3)).toEqual([
      'review(parse): VETO',
      'review(parse): PASS',
      'review(parse): FAIL',
    ])
    expect(git(folder, '--git-dir=origin.git', 'log', '-1', '--skip=2', '--format=%b', 'main')).toBe(
      `row 2 is wrong\nReviewed: ${head}`,
    )
    expect(git(folder, '--git-dir=origin.git', 'show', 'main:docs/INBOX.md')).toBe(
      '- review(parse): FAIL: row 2 is wrong',
    )
  })

  test('two reviewers who write into the same inbox at once both come through', async () => {
    const turn = (label: string) =>
      `[[turn]]\nwhen = "${label}"\nsteps = [{ review = { label = "${label}", run = ["sh", "-c", "sleep 1; exit 1"], inbox = "INBOX.md" } }]\n`
    const script = turn('one') + turn('two')
    const first = await ready(script, { cwd: join(folder, 'work') })
    const second = await ready(script, { cwd: join(folder, 'other') })
    await Promise.all([submit(first, 'one'), submit(second, 'two')])
    await waitUntil('both verdicts are pushed', () => subjects().length === 3)
    expect(git(folder, '--git-dir=origin.git', 'show', 'main:INBOX.md').split('\n')).toHaveLength(2)
  })

  test('done puts the marker on a line of its own and pushes it', async () => {
    writeFileSync(join(folder, 'work/STATUS.md'), 'no newline at the end')
    const pane = await ready('[[turn]]\nsteps = [{ done = { file = "STATUS.md" } }]', {
      cwd: join(folder, 'work'),
    })
    await submit(pane, 'go')
    await waitUntil('the marker is pushed', () => subjects().length === 2)
    expect(git(folder, '--git-dir=origin.git', 'show', 'main:STATUS.md')).toBe(
      'no newline at the end\n## DONE',
    )
  })
})

describe('starting', () => {
  test('an agent that crashed goes on with the next turn', async () => {
    const script = '[[turn]]\nsteps = [{ crash = true }]\n[[turn]]\nsteps = [{ say = "The second life." }]'
    const memory = ['--memory', join(folder, 'memory.json')]
    const first = await ready(script, {}, memory)
    await submit(first, 'go')
    await first.waitForEnd()
    const second = await ready(script, {}, memory)
    await submit(second, 'go')
    await second.waitFor('The second life.')
    const ids = records('user').map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
  })

  test('a wrong script is refused with every mistake and its line', async () => {
    const pane = await open('seed = "x"\n[[turn]]\nsteps = [\n  { sya = "hello" },\n]')
    expect(await pane.waitForEnd()).toBe(2)
    const screen = await pane.history()
    expect(screen).toContain('script.toml:1: seed: expected a whole number')
    expect(screen).toContain('script.toml:4: unknown step "sya"')
  })

  test('a memory file that is none is refused', async () => {
    writeFileSync(join(folder, 'memory.json'), '{"used": "all"}')
    const pane = await open('', {}, ['--memory', join(folder, 'memory.json')])
    expect(await pane.waitForEnd()).toBe(2)
    expect(await pane.history()).toContain('delete it to begin with the first turn')
  })

  test('Ctrl-D in an empty composer quits', async () => {
    const pane = await ready('')
    await pane.press('C-d')
    expect(await pane.waitForEnd()).toBe(0)
  })
})

/** Starts an agent with this script in this test's folder. */
async function open(
  script: string,
  options: PaneOptions = {},
  args: readonly string[] = [],
): Promise<TestPane> {
  const file = join(folder, 'script.toml')
  writeFileSync(file, script)
  const own = ['--script', file, '--transcript', transcriptFile(), '--session-id', 'session-1']
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  return tmux.open([process.execPath, ENTRY, ...own, ...args], { cwd: folder, env, ...options })
}

async function ready(...args: Parameters<typeof open>): Promise<TestPane> {
  const pane = await open(...args)
  await pane.waitFor(READY)
  return pane
}

async function submit(pane: TestPane, text: string): Promise<void> {
  await pane.paste(text)
  await sleep(SUBMIT_PAUSE_MS)
  await pane.press('Enter')
}

function transcriptFile(): string {
  return join(folder, 'transcript.jsonl')
}

function records(type: string): Record<string, unknown>[] {
  if (!existsSync(transcriptFile())) return []
  const lines = readFileSync(transcriptFile(), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line)).filter((record) => record.type === type)
}

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost']
  return execFileSync('git', [...identity, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trimEnd()
}

function commitIn(clone: string, subject: string, file: string): void {
  writeFileSync(join(folder, clone, file), `${subject}\n`)
  git(join(folder, clone), 'add', '--all')
  git(join(folder, clone), 'commit', '--quiet', '-m', subject)
}

/** Subjects of what is pushed, the newest first. */
function subjects(): string[] {
  return git(folder, '--git-dir=origin.git', 'log', '--format=%s', 'main').split('\n')
}

function childrenOf(pid: string): string {
  return execFileSync('ps', ['-ww', '-eo', 'ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim().startsWith(`${pid} `))
    .join('\n')
}

function sessionOf(pid: number): string {
  return execFileSync('ps', ['-o', 'sid=', '-p', String(pid)], { encoding: 'utf8' }).trim()
}
