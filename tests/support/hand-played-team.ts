import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { PrivateTmux, type TestPane, waitUntil } from './private-tmux.ts'

const root = new URL('../../', import.meta.url).pathname
/** Composers take an Enter right after a paste as a line break of it. */
const PASTE_PAUSE_MS = 300
const DEADLINE_MS = 30_000

/**
 * The example project with its scripted agents in a private tmux server, and no watchdog: the test types what a
 * watchdog would type, and reads what was pushed.
 */
export class HandPlayedTeam {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'agents-played-')))
  private readonly server = new PrivateTmux()
  private readonly panes = new Map<string, TestPane>()
  private messages = 0

  constructor() {
    execFileSync('sh', [join(root, 'examples/builder-adversary/setup.sh'), this.dir])
    mkdirSync(join(this.dir, 'transcripts'))
  }

  /** Clones the origin for an agent, and starts its program. */
  async start(agent: string): Promise<void> {
    const clone = join(this.dir, 'work', agent)
    execFileSync('git', ['clone', '-q', join(this.dir, 'origin.git'), clone])
    execFileSync('git', ['-C', clone, 'config', 'user.name', agent])
    execFileSync('git', ['-C', clone, 'config', 'user.email', `${agent}@agents.invalid`])
    await this.run(agent)
  }

  /** Starts the agent's program, once more if it ended: what it remembers is in its memory file. */
  async run(agent: string): Promise<void> {
    const script = ['--script', join(this.dir, 'scripts', `${agent}.toml`)]
    const kept = ['--transcript', this.transcriptOf(agent), '--memory', `${this.transcriptOf(agent)}.memory`]
    const argv = [process.execPath, join(root, 'src/rehearsal/scripted-agent.ts'), ...script, ...kept]
    const cwd = join(this.dir, 'work', agent)
    this.panes.set(agent, await this.server.open(argv, { cwd }))
  }

  /** Gives an agent role, kickoff and phase text as the watchdog does: in a file that a typed line points to. */
  async kickOff(agent: string, phase: string, role: string): Promise<void> {
    const files = [role, 'prompts/kickoff.md', `phases/${phase}.md`]
    const text = files.map((file) => readFileSync(join(this.dir, file), 'utf8')).join('\n\n')
    const file = join(this.dir, `kickoff-${this.messages}.md`)
    writeFileSync(file, text.replaceAll('{agent.name}', agent).replaceAll('{phase.id}', phase))
    await this.tell(agent, `Read ${file} and follow it.`)
  }

  /** Types a message, submits it, and waits until the agent's transcript has it. */
  async tell(agent: string, text: string): Promise<void> {
    this.messages += 1
    const message = `${text} [agents#${this.messages}]`
    const pane = this.pane(agent)
    await pane.waitFor('? for shortcuts')
    await pane.paste(message)
    await pause(PASTE_PAUSE_MS)
    await pane.press('Enter')
    await waitUntil(`${agent} takes: ${message}`, () => this.submittedTo(agent).includes(message))
  }

  pane(agent: string): TestPane {
    const pane = this.panes.get(agent)
    if (!pane) throw new Error(`${agent} was not started`)
    return pane
  }

  /** Waits until so many commits whose `author: subject` begins so are pushed; returns the newest one with its body. */
  async untilPushed(line: string, times = 1): Promise<string> {
    const found = () => this.pushed().filter((commit) => commit.startsWith(line))
    const what = () => `"${line}" is pushed ${times} times; pushed are:\n${this.pushed().join('\n')}`
    await waitUntil(what, () => found().length >= times, DEADLINE_MS)
    return found()[0] ?? ''
  }

  /** Text of a file on the pushed branch; empty when there is none. */
  pushedFile(file: string): string {
    return this.origin('ls-tree', 'main', '--', file) && this.origin('show', `main:${file}`)
  }

  async stop(): Promise<void> {
    await this.server.stop()
    rmSync(this.dir, { recursive: true, force: true })
  }

  /** Every commit on the pushed branch as `author: subject` and its body, newest first. */
  private pushed(): string[] {
    return this.origin('log', '-z', '--format=%an: %s%n%b', 'main').split('\0')
  }

  private submittedTo(agent: string): string[] {
    const file = this.transcriptOf(agent)
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
    const records = lines.map((line) => JSON.parse(line) as { type: string; text?: string })
    return records.flatMap(({ type, text }) => (type === 'user' && text ? [text] : []))
  }

  private transcriptOf(agent: string): string {
    return join(this.dir, 'transcripts', `${agent}.jsonl`)
  }

  private origin(...args: string[]): string {
    return execFileSync('git', ['--git-dir', join(this.dir, 'origin.git'), ...args], { encoding: 'utf8' })
  }
}
