import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pollUntil } from '../../src/system/poll.ts'
import { type RunResult, run } from '../../src/system/run.ts'
import { openTmux, type TmuxDoor } from '../../src/system/tmux.ts'
import { cleanEnvironment } from '../../src/system/tmux-environment.ts'
import type { ServerIdentity } from '../../src/system/tmux-server.ts'
import type { NewSession } from '../../src/system/tmux-session.ts'
import type { PaneTarget } from '../../src/system/tmux-type.ts'

export const OWNER = 'team-test'
export const SIZE = { columns: 200, rows: 50 }

let count = 0

/** A name that no other test or person uses. */
export function uniqueServerName(): string {
  count += 1
  return `agents-test-${process.pid}-${count}-${Math.random().toString(36).slice(2, 8)}`
}

/** A folder of its own for one test, with a door to tmux and a running server. `close` leaves nothing behind. */
export interface TmuxFixture {
  readonly tmux: TmuxDoor
  readonly folder: string
  readonly server: ServerIdentity
  /** Starts a program in a new session and returns its pane. */
  start(argv: readonly string[], more?: Partial<NewSession>): Promise<PaneTarget & { session: string }>
  /** Any tmux command, as a person might give it. */
  byHand(...argv: string[]): Promise<RunResult>
  /** The screen of a pane as one text. */
  screen(paneId: string): Promise<string>
  close(): Promise<void>
}

export async function openTmuxFixture(
  options: { environment?: Record<string, string>; nudge?: string; deadlineMs?: number } = {},
): Promise<TmuxFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'agents tmux #'))
  const environment = options.environment ?? process.env
  const tmux = openTmux({ environment, deadlineMs: options.deadlineMs ?? 5_000 })
  const name = uniqueServerName()
  const nudgeFile = options.nudge === undefined ? null : join(folder, options.nudge)
  const started = await tmux.startServer(name, {
    ...SIZE,
    nudgeFile,
    configurationFile: join(folder, 'tmux.conf'),
  })
  if (started.kind !== 'up') throw new Error(`no tmux server: ${started.why} ${started.detail}`)
  const server = started.server
  const env = cleanEnvironment(process.env)
  let sessions = 0

  const byHand = (...argv: string[]) => run(['tmux', '-u', '-L', name, ...argv], { env, deadlineMs: 5_000 })
  return {
    tmux,
    folder,
    server,
    byHand,
    async start(argv, more = {}) {
      sessions += 1
      const session = more.session ?? `s${sessions}`
      const marks = { owner: OWNER, incarnation: '1' }
      const request = { session, cwd: folder, argv, env: {}, marks, ...SIZE, ...more }
      const made = await tmux.newSession(name, request)
      if (made.kind !== 'made') throw new Error(`no session: ${made.why} ${made.detail}`)
      return { session, paneId: made.paneId, panePid: made.panePid }
    },
    async screen(paneId) {
      const seen = await tmux.lookAtPane(name, paneId)
      return seen.kind === 'seen' ? seen.capture.screen.join('\n') : `(${seen.kind})`
    },
    async close() {
      await run(['kill', '-CONT', String(server.pid)], { env, deadlineMs: 5_000 })
      await tmux.endServer(server)
      rmSync(server.socketPath, { force: true })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until `read` gives what `isRight` accepts, and returns it; fails with the last value after ten seconds. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  isRight: (value: T) => boolean,
  deadlineMs = 10_000,
): Promise<T> {
  let last = await read()
  const wasRight = await pollUntil(
    async () => {
      last = await read()
      return isRight(last)
    },
    { deadlineMs, everyMs: 20 },
  )
  if (!wasRight) throw new Error(`never right; the last was ${JSON.stringify(last)}`)
  return last
}

const support = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The command of a raw reader, see raw-reader.ts. */
export function rawReader(file: string, mode: 'bracketed' | 'plain' = 'bracketed'): string[] {
  return [process.execPath, support('raw-reader.ts'), file, mode]
}

/** The command of a redrawer, see redrawer.ts. */
export function redrawer(seed: number, lifeMs: number, file: string): string[] {
  return [process.execPath, support('redrawer.ts'), String(seed), String(lifeMs), file]
}

/** A raw reader in a new session that is ready to be typed to. */
export async function startRawReader(fixture: TmuxFixture, mode: 'bracketed' | 'plain' = 'bracketed') {
  count += 1
  const file = join(fixture.folder, `bytes-${count}`)
  const pane = await fixture.start(rawReader(file, mode))
  await eventually(
    () => fixture.screen(pane.paneId),
    (text) => text.includes('ready'),
  )
  return { ...pane, received: () => readFileSync(file) }
}
