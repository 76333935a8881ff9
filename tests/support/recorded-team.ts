import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commands } from '../../src/cli/commands.ts'
import { main } from '../../src/cli/main.ts'
import { createOutput } from '../../src/cli/output.ts'
import { announce, takeLock } from '../../src/daemon/lock.ts'
import type { Action, Evidence, RuleName } from '../../src/model/decision.ts'
import type { Entry, Event, Fact, Outcome } from '../../src/model/event.ts'
import type { PaneSeen } from '../../src/model/observation.ts'
import type { CommitSeen, RepositoryNews } from '../../src/model/repository.ts'
import type { Request } from '../../src/model/request.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { openForWriting } from '../../src/store/database.ts'
import { TeamRecord } from '../../src/store/record.ts'
import { findRequests, removeRequest } from '../../src/store/requests.ts'
import { systemClock } from '../../src/system/clock.ts'
import { ensurePrivateFolder } from '../../src/system/files.ts'
import { pollUntil } from '../../src/system/poll.ts'
import { type CommandRun, memorySink } from './fake-terminal.ts'

const CONFIG = `
[watchdog]
socket = "agents-recorded-team"
session_prefix = "demo-"

[backend.tool]
profile = "shell"
command = ["sh"]

[defaults]
backend = "tool"

[[agent]]
name = "builder"

[[agent]]
name = "adversary"

[[agent]]
name = "desk"
kind = "persistent"

[[service]]
name = "preview"
command = ["sleep", "1000"]

[loop]
repo = "origin.git"
phases = [
  { id = "core", title = "The core", status = "STATUS-core.md" },
  { id = "polish", status = "STATUS-polish.md" },
]

[loop.handoff]
claim_pings = "adversary"
review_pings = "builder"
`

/** A team in a folder of its own whose record is written by hand, and the command line on it. */
export class RecordedTeam {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'agents-recorded-')))
  readonly file = join(this.dir, 'agents.toml')
  readonly stateDir = join(this.dir, '.agents')
  readonly record: TeamRecord
  #release: (() => void) | null = null

  constructor() {
    writeFileSync(this.file, CONFIG)
    ensurePrivateFolder(this.stateDir)
    this.record = new TeamRecord(openForWriting(join(this.stateDir, 'state.db')))
  }

  /** A watchdog that holds the lock and ticked so long ago. */
  watched(tickAgeMs = 0, pid = 4711): this {
    this.#release ??= takeLock(this.stateDir)?.release ?? null
    this.tells(tickAgeMs, pid)
    return this
  }

  /** What a watchdog told of itself, alive or not. */
  tells(tickAgeMs: number, pid = 4711): void {
    const nowMs = Date.now()
    const startedMs = nowMs - 3_600_000
    const { bootId, monoMs } = systemClock().now()
    const ticked = { tickMs: nowMs - tickAgeMs, tickMonoMs: monoMs - tickAgeMs }
    announce(this.stateDir, { pid, startedMs, version: '0.1.0', bootId, ...ticked })
  }

  /** Records entries that long ago. */
  add(agoMs: number, ...entries: Entry[]): Event[] {
    return this.record.append(Date.now() - agoMs, entries)
  }

  /** Records that a member was started and runs. */
  started(name: string, agoMs: number, incarnation = 1): void {
    const action = { do: 'start', incarnation, reason: 'up' } as const
    const [event] = this.add(agoMs, decided('heal', name, action, [{ saw: 'it does not run' }]))
    this.add(agoMs, done(event?.seq ?? 0, name, { ok: true, text: 'session', pane: paneOf(name) }))
  }

  /** Runs `agents …argv` in the team's folder. */
  async run(...argv: string[]): Promise<CommandRun> {
    const [out, err] = [memorySink(), memorySink()]
    const output = createOutput(out, err, {})
    const code = await main(argv, { entries: commands, output, folder: this.dir, exists: existsSync })
    return { code, out: out.text, err: err.text }
  }

  /** Runs a command while `answer` plays the watchdog for the one request that it makes. */
  async runAnswered(argv: string[], answer: (request: Request) => Entry[]): Promise<CommandRun> {
    const running = this.run(...argv)
    await pollUntil(() => findRequests(this.stateDir).length > 0, { deadlineMs: 5_000 })
    const [found] = findRequests(this.stateDir)
    if (!found?.request) throw new Error('the command asked for nothing')
    this.add(0, fact({ what: 'request', request: found.request }), ...answer(found.request))
    removeRequest(found)
    return running
  }

  close(): void {
    this.#release?.()
    this.record.close(Date.now())
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export function fact(one: Fact): Entry {
  return { type: 'fact', fact: one }
}

export function decided(rule: RuleName, target: string, action: Action, because: Evidence[] = []): Entry {
  return { type: 'decided', decision: { rule, target, action, because } }
}

export function withheld(
  rule: RuleName,
  target: string,
  action: Action,
  by: string,
  because: Evidence[] = [],
): Entry {
  return { type: 'withheld', decision: { rule, target, action, because }, by }
}

export function done(of: number, target: string, outcome: Outcome): Entry {
  return { type: 'done', of, target, outcome }
}

export function answer(request: Request, ok = true, text = 'done so'): Entry {
  return decided('operator', 'team', { do: 'answer', request: request.id, ok, text })
}

export function verdict(member: string, name: Verdict['name'], detail = '', because: Evidence[] = []): Entry {
  return fact({ what: 'verdict', member, verdict: { name, detail, untilMs: null }, because })
}

export function queue(agent: string, key: string, line: string): Entry {
  const draft = { key, agent, kind: 'ping', line, tagged: true, file: null } as const
  return decided('handoff', agent, { do: 'queue', draft }, [{ saw: 'push of 1 commit' }])
}

export function paneOf(name: string): PaneSeen['pane'] {
  const server = { server: 'agents-recorded-team-0', serverPid: 1, serverStartTicks: 1 }
  return { ...server, session: `demo-${name}`, paneId: '%3', pid: 99, startTicks: 1, bootId: 'boot' }
}

/** A push to the branch, as the watchdog sees it. */
export function push(commits: CommitSeen[], done: Record<string, boolean> = {}): Entry {
  const head = 'c'.repeat(40)
  const statusBlobs = { 'machine-docs/STATUS-core.md': 'blob1' }
  const seen: RepositoryNews = {
    ...{ kind: 'seen', mark: { head, lastHead: head, statusBlobs, inboxBlobs: {} }, moved: 'forward' },
    ...{ commits, history: [], unread: [], more: 0, done, inboxes: [] },
  }
  return fact({ what: 'push', seen })
}

/** A commit of an agent; its id is one digit over and over. */
export function commit(author: string, digit: string, more: Partial<CommitSeen>): CommitSeen {
  const base = { sha: digit.repeat(40), authorName: author, authorEmail: `${author}@agents.invalid` }
  return { ...base, subject: 'a commit', atMs: Date.now(), claim: null, review: null, ...more }
}
