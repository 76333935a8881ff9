import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type PaneOptions, PrivateTmux, type TestPane } from './private-tmux.ts'

const ENTRY = join(import.meta.dirname, '../../src/rehearsal/scripted-agent.ts')
/** Longer than the agent's 50 ms in which an Enter belongs to a paste, with room for a busy machine. */
export const SUBMIT_PAUSE_MS = 300

/** Scripted agents in panes of a private tmux server, each test with a folder of its own; everything goes after the last test. */
export class ScriptedAgents {
  readonly tmux = new PrivateTmux()
  private root = ''
  /** Of the running test. */
  folder = ''

  constructor() {
    beforeAll(() => {
      this.root = mkdtempSync(join(tmpdir(), 'agents-scripted-'))
    })
    beforeEach(() => {
      this.folder = mkdtempSync(join(this.root, 'test-'))
    })
    afterAll(async () => {
      await this.tmux.stop()
      rmSync(this.root, { recursive: true, force: true })
    })
  }

  /** Starts an agent with this script. */
  async open(script: string, options: PaneOptions = {}, args: readonly string[] = []): Promise<TestPane> {
    const file = join(this.folder, 'script.toml')
    writeFileSync(file, script)
    const own = ['--script', file, '--transcript', this.transcript, '--session-id', 'session-1']
    const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    return this.tmux.open([process.execPath, ENTRY, ...own, ...args], { cwd: this.folder, env, ...options })
  }

  /** Starts an agent and waits for its composer. */
  async ready(script: string, options: PaneOptions = {}, args: readonly string[] = []): Promise<TestPane> {
    const pane = await this.open(script, options, args)
    await pane.waitFor('? for shortcuts')
    return pane
  }

  /** The transcript's records of one type, so far. */
  records(type: string): Record<string, unknown>[] {
    if (!existsSync(this.transcript)) return []
    const lines = readFileSync(this.transcript, 'utf8').trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line)).filter((record) => record.type === type)
  }

  private get transcript(): string {
    return join(this.folder, 'transcript.jsonl')
  }
}

/** Paste, a pause, Enter: the way that every CLI takes. */
export async function submit(pane: TestPane, text: string): Promise<void> {
  await pane.paste(text)
  await sleep(SUBMIT_PAUSE_MS)
  await pane.press('Enter')
}
