import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { isAlive, waitUntil } from '../support/private-tmux.ts'
import { ScriptedAgents, SUBMIT_PAUSE_MS, submit } from '../support/scripted-agents.ts'

const agents = new ScriptedAgents()

describe('silence', () => {
  test('a stall leaves a half-finished line and no activity, until a text is submitted', async () => {
    const pane = await agents.ready(
      '[[turn]]\nwhen = "go"\nsteps = [{ stall = true }, { say = "Back again." }]',
    )
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
    const pane = await agents.ready(
      '[[turn]]\nwhen = "go"\nsteps = [{ stall = "1500ms" }, { say = "Back again." }]',
    )
    await submit(pane, 'go')
    await pane.waitFor('● Let me look')
    await submit(pane, 'wake up')
    expect(await pane.waitFor('Queued: wake up')).not.toContain('Back again')
    await pane.waitFor(/Back again[\s\S]*❯ wake up/)
  })

  test('a hang reads nothing', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ hang = true }]')
    await submit(pane, 'go')
    const before = await pane.waitFor('● Let me look')
    await submit(pane, 'are you there?')
    await pane.press('Escape')
    await sleep(SUBMIT_PAUSE_MS)
    expect(await pane.screen()).toBe(before)
    expect(agents.records('user')).toHaveLength(1)
  })

  test('a child burns CPU while the screen is silent', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ cpu = "1s" }, { say = "Computed." }]')
    await submit(pane, 'go')
    await waitUntil('a child burns', async () =>
      childrenOf(await pane.ask('#{pane_pid}')).includes('while (Date.now()'),
    )
    expect(await pane.screen()).not.toContain('esc to interrupt')
    await pane.waitFor('Computed.')
  })

  test('WAITING-UNTIL is printed as it is', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ think = "100ms" }, { waiting_until = "+20m" }]')
    await submit(pane, 'go')
    await pane.waitFor(/^WAITING-UNTIL \+20m$/m)
  })

  test('a usage limit prints the banner and ends the turn', async () => {
    const pane = await agents.ready(
      '[[turn]]\nsteps = [{ limit = { resets = "3:20pm" } }, { say = "never" }]',
    )
    await submit(pane, 'go')
    await pane.waitFor("You've hit your weekly limit · resets 3:20pm")
    expect(await pane.screen()).not.toContain('never')
    expect(agents.records('event')).toMatchObject([{ event: 'limit', resetsAt: null }])
  })
})

describe('traps for a watchdog', () => {
  const dialog = '{ dialog = { title = "Proceed?", options = ["Yes", "No"], chosen = 1, dangerous = 1 } }'

  test('a dialog takes the place of the composer, drops pasted text, and an Enter picks the chosen option', async () => {
    const pane = await agents.ready(`[[turn]]\nsteps = [${dialog}]`)
    await submit(pane, 'go')
    expect(await pane.waitFor(' ❯ 1. Yes')).not.toContain('⏵⏵')
    await submit(pane, 'please continue')
    expect(await pane.waitForEnd()).toBe(3)
    expect(agents.records('user')).toHaveLength(1)
    expect(agents.records('event')).toMatchObject([
      { event: 'dialog', text: 'Yes' },
      { event: 'exit', code: 3 },
    ])
  })

  test('arrows move in a dialog, and a harmless option goes on', async () => {
    const pane = await agents.ready(`[[turn]]\nsteps = [${dialog}, { say = "Then not." }]`)
    await submit(pane, 'go')
    await pane.waitFor(' ❯ 1. Yes')
    await pane.press('Down')
    await pane.waitFor(' ❯ 2. No')
    await pane.press('Enter')
    await pane.waitFor('Then not.')
  })

  test('a swallowed Enter leaves the text in the composer', async () => {
    const pane = await agents.ready('start = [{ swallow_enter = 1 }]')
    await submit(pane, 'hello')
    await sleep(SUBMIT_PAUSE_MS)
    expect(await pane.screen()).toContain('❯ hello')
    expect(agents.records('user')).toEqual([])
    await pane.press('Enter')
    await pane.waitFor('Nothing to do.')
  })

  test('a draft stands in the composer', async () => {
    const pane = await agents.ready('start = [{ draft = "I think we should" }]')
    await pane.waitFor('❯ I think we should')
  })

  test('an Enter before the composer is there is lost, and the text is kept', async () => {
    const pane = await agents.open('start = [{ work = "1s" }]')
    await pane.waitFor('esc to interrupt')
    await submit(pane, 'too early')
    await pane.waitFor('❯ too early')
    expect(agents.records('user')).toEqual([])
  })
})

describe('processes', () => {
  test('a command is shown and recorded, and a failure stops the turn with its line', async () => {
    const pane = await agents.ready(
      '[[turn]]\nsteps = [\n{ run = ["sh", "-c", "echo out; exit 4"], may_fail = true },\n{ run = ["false"] },\n{ say = "never" }]',
    )
    await submit(pane, 'go')
    const screen = await pane.waitFor('✗ run (line 4 of the script): false failed')
    expect(screen).toContain('⎿ out\n  ⎿ exit 4')
    expect(screen).not.toContain('never')
    expect(agents.records('tool')).toMatchObject([
      { exitCode: 4, output: 'out\n' },
      { argv: ['false'], exitCode: 1 },
    ])
  })

  test('a command that does not exist is told, not a crash', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ run = ["no-such-command"] }]')
    await submit(pane, 'go')
    await pane.waitFor('no-such-command failed')
    expect(agents.records('tool')).toMatchObject([{ exitCode: null }])
  })

  test('it exits with the code of the script', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ exit = 7 }]')
    await submit(pane, 'go')
    expect(await pane.waitForEnd()).toBe(7)
  })

  test('a crash is a SIGKILL, with what was said before it on the screen', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ say = "Oh no" }, { crash = true }]')
    await submit(pane, 'go')
    expect(await pane.waitForEnd()).toBeNull()
    expect(await pane.screen()).toContain('Oh no')
  })

  test('SIGTERM ends it, unless the script ignores it', async () => {
    const mortal = await agents.ready('')
    process.kill(Number(await mortal.ask('#{pane_pid}')), 'SIGTERM')
    expect(await mortal.waitForEnd()).toBe(143)
    const immortal = await agents.ready('start = [{ ignore_sigterm = true }]')
    process.kill(Number(await immortal.ask('#{pane_pid}')), 'SIGTERM')
    await submit(immortal, 'still there?')
    await immortal.waitFor('Nothing to do.')
  })

  test('a grandchild outlives it, in a session of its own', async () => {
    const pane = await agents.ready('[[turn]]\nsteps = [{ grandchild = "30s" }, { crash = true }]')
    const agent = await pane.ask('#{pane_pid}')
    await submit(pane, 'go')
    await pane.waitForEnd()
    const pid = Number(agents.records('event')[0]?.pid)
    expect(isAlive(pid)).toBe(true)
    expect(sessionOf(pid)).not.toBe(sessionOf(process.pid))
    expect(sessionOf(pid)).not.toBe(agent)
    process.kill(pid, 'SIGTERM')
    await waitUntil('the grandchild has ended', () => !isAlive(pid))
  })
})

function childrenOf(pid: string): string {
  return execFileSync('ps', ['-ww', '-eo', 'ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim().startsWith(`${pid} `))
    .join('\n')
}

function sessionOf(pid: number): string {
  return execFileSync('ps', ['-o', 'sid=', '-p', String(pid)], { encoding: 'utf8' }).trim()
}
