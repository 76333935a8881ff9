import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { waitUntil } from '../support/private-tmux.ts'
import { ScriptedAgents, SUBMIT_PAUSE_MS, submit } from '../support/scripted-agents.ts'

const agents = new ScriptedAgents()

describe('texts', () => {
  test('a paste, a pause and an Enter submit exactly this text, and the answer follows', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ say = "Understood." }]')
    const text = 'first line\n\tsecond "line" with $HOME, 漢字 and #{x};\n'
    await submit(pane, text)
    await pane.waitFor('● Understood.')
    expect(agents.records('user')).toMatchObject([{ text, queued: false, sessionId: 'session-1' }])
    expect(agents.records('assistant')).toMatchObject([{ text: 'Understood.', model: 'scripted-1' }])
  })

  test('an Enter at once after a paste is a line break, and a second one submits', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ say = "Got it." }]')
    await agents.tmux.feed('\x1b[200~together\x1b[201~\r', 'load-buffer', '-b', 'raw', '-')
    await agents.tmux.tmux('paste-buffer', '-drb', 'raw', '-t', pane.id)
    await pane.waitFor('❯ together')
    await sleep(SUBMIT_PAUSE_MS)
    expect(agents.records('user')).toEqual([])
    await pane.press('Enter')
    await pane.waitFor('Got it.')
    expect(agents.records('user')).toMatchObject([{ text: 'together\n' }])
  })

  test('a long paste is folded, and submitted whole', async () => {
    const pane = await agents.ready('')
    const text = Array.from({ length: 13 }, (_, line) => `line ${line}`).join('\n')
    await submit(pane, text)
    await pane.waitFor('❯ [Pasted text #1 +12 lines]')
    await pane.waitFor('Nothing to do.')
    expect(agents.records('user')).toMatchObject([{ text }])
  })

  test('typed characters are edited with Backspace and Ctrl-U', async () => {
    const pane = await agents.ready('')
    await pane.type('wrong')
    await pane.press('C-u')
    await pane.type('rightx')
    await pane.press('BSpace', 'Enter')
    await pane.waitFor('Nothing to do.')
    expect(agents.records('user')).toMatchObject([{ text: 'right' }])
  })

  test('a text given while it is busy is queued and becomes the next turn', async () => {
    const pane = await agents.ready(
      '[[turn]]\nwhen = "first"\nsteps = [{ work = "1s" }]\n[[turn]]\nwhen = "second"\nsteps = [{ say = "The second." }]',
    )
    await submit(pane, 'first')
    await pane.waitFor(/[✻✽✶✢] Working… \(\ds · esc to interrupt\)/)
    await submit(pane, 'second')
    await pane.waitFor('Queued: second')
    const screen = await pane.waitFor('The second.')
    expect(screen).not.toContain('Queued')
    expect(agents.records('user')).toMatchObject([{ queued: false }, { queued: true }])
  })

  test('Escape interrupts the turn', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ work = "1m" }, { say = "never" }]')
    await submit(pane, 'go')
    await pane.waitFor('esc to interrupt')
    await pane.press('Escape')
    await pane.waitFor('Interrupted')
    expect(await pane.screen()).not.toContain('esc to interrupt')
    expect(agents.records('event')).toMatchObject([{ event: 'interrupted' }])
  })

  test('a kickoff is matched together with the file that it points to', async () => {
    const kickoff = join(agents.folder, 'kickoff file.md')
    writeFileSync(kickoff, '# Phase core: parse')
    const pane = await agents.ready(
      '[[turn]]\nwhen = \'/^Read .*# Phase core:/s\'\nsteps = [{ say = "On it." }]',
    )
    await submit(pane, `Read ${kickoff} and follow it. [agents#1]`)
    await pane.waitFor('● On it.')
  })

  test('control characters of scripts, texts and commands do not reach the screen', async () => {
    const evil = '\\u001b[2Jred\\u001b]0;title\\u0007\\u009b31m\\u0008\\r'
    writeFileSync(join(agents.folder, 'evil'), JSON.parse(`"${evil}from a command"`))
    const pane = await agents.ready(
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
    const pane = await agents.ready('[[turn]]\nsteps = [{ say = "An answer." }]', { columns, rows })
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
    const pane = await agents.ready(`[[turn]]\nsteps = [${says}]`, { columns: 80, rows: 24 })
    await submit(pane, 'go')
    await pane.waitFor('line 39.')
    const lines = (await pane.history()).match(/line \d+\./g)
    expect(lines).toEqual(Array.from({ length: 40 }, (_, n) => `line ${n}.`))
  })

  test('an idle agent writes nothing, so that the window has no activity', async () => {
    const pane = await agents.ready('')
    const before = await pane.ask('#{window_activity}')
    await sleep(2100)
    expect(await pane.ask('#{window_activity}')).toBe(before)
  })
})

describe('starting', () => {
  test('an agent that crashed goes on with the next turn', async () => {
    const script = '[[turn]]\nsteps = [{ crash = true }]\n[[turn]]\nsteps = [{ say = "The second life." }]'
    const memory = ['--memory', join(agents.folder, 'memory.json')]
    const first = await agents.ready(script, {}, memory)
    await submit(first, 'go')
    await first.waitForEnd()
    const second = await agents.ready(script, {}, memory)
    await submit(second, 'go')
    await second.waitFor('The second life.')
    const ids = agents.records('user').map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
  })

  test('a wrong script is refused with every mistake and its line', async () => {
    const pane = await agents.open('seed = "x"\n[[turn]]\nsteps = [\n  { sya = "hello" },\n]')
    expect(await pane.waitForEnd()).toBe(2)
    const screen = await pane.history()
    expect(screen).toContain('script.toml:1: seed: expected a whole number')
    expect(screen).toContain('script.toml:4: unknown step "sya"')
  })

  test('a memory file that is none is refused', async () => {
    writeFileSync(join(agents.folder, 'memory.json'), '{"used": "all"}')
    const pane = await agents.open('', {}, ['--memory', join(agents.folder, 'memory.json')])
    expect(await pane.waitForEnd()).toBe(2)
    expect(await pane.history()).toContain('delete it to begin with the first turn')
  })

  test('Ctrl-D in an empty composer quits', async () => {
    const pane = await agents.ready('')
    await pane.press('C-d')
    expect(await pane.waitForEnd()).toBe(0)
  })
})
