import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { emptyMemory, type Member, type MemberRun, type Memory } from '../../src/model/memory.ts'
import type { Agent, ProfileName } from '../../src/model/team.ts'
import type { Instant } from '../../src/model/time.ts'
import { SourceFinder } from '../../src/observe/sources.ts'
import { aBackend, aMember, aMessage, anAgent, aTeam, BOOT, HOUR_MS, NOON_MS } from './situation.ts'

export const FIRST = '11111111-aaaa-4aaa-8aaa-111111111111'
export const SECOND = '22222222-bbbb-4bbb-8bbb-222222222222'
export const STRANGE = '99999999-cccc-4ccc-8ccc-999999999999'

export const iso = (atMs: number) => new Date(atMs).toISOString()

/** A run that began an hour ago. */
export function aRun(fields: Partial<MemberRun> = {}): MemberRun {
  return { session: '', startedMs: NOON_MS - HOUR_MS, endedMs: null, ...fields }
}

/** What a test says of the record; an agent that is not named has one run of an hour, without a session id. */
export interface Recorded {
  readonly members?: Readonly<Record<string, Partial<Member>>>
  /** Whom each message was typed to. */
  readonly messages?: Readonly<Record<number, string>>
}

/** A home folder with transcripts, and a finder that looks into it. */
export class SourceFixture {
  readonly home = mkdtempSync(join(tmpdir(), 'agents-sources-'))
  readonly finder = new SourceFinder(this.home)
  at: Instant = { wallMs: NOON_MS, monoMs: HOUR_MS, bootId: BOOT }

  /** Writes a file that was last changed at noon; its path. */
  write(path: string, ...rows: readonly object[]): string {
    const file = join(this.home, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    utimesSync(file, NOON_MS / 1000, NOON_MS / 1000)
    return file
  }

  add(path: string, ...rows: readonly object[]): void {
    for (const row of rows) appendFileSync(join(this.home, path), `${JSON.stringify(row)}\n`)
  }

  /** An agent of that profile that works in `<home>/<name>`. */
  agent(name: string, profile: ProfileName, fields: Partial<Agent> & { command?: string[] } = {}): Agent {
    const { command = null, ...rest } = fields
    const cwd = join(this.home, name)
    mkdirSync(cwd, { recursive: true })
    return anAgent(name, { backend: aBackend({ profile, command }), cwd, ...rest })
  }

  memory(agents: readonly Agent[], { members = {}, messages = {} }: Recorded = {}): Memory {
    const of = (name: string) =>
      aMember(name, { runs: [aRun()], sinceMs: NOON_MS - HOUR_MS, ...members[name] })
    const typed = Object.entries(messages).map(([id, agent]) => [id, aMessage(Number(id), { agent })])
    return {
      ...emptyMemory(),
      members: Object.fromEntries(agents.map(({ name }) => [name, of(name)])),
      messages: Object.fromEntries(typed),
    }
  }

  /** What is found of each agent, as `path` or `path (depth 1)` below the home folder, and the troubles. */
  async found(
    agents: readonly Agent[],
    recorded: Recorded = {},
  ): Promise<Readonly<Record<string, readonly string[]>>> {
    const team = aTeam({ agents, services: [], watchdog: { stateDir: this.home } })
    const { sources, troubles } = await this.finder.look(team, this.memory(agents, recorded), this.at)
    const told = [...sources].map(([agent, list]) => {
      const where = list.map((one) => ('session' in one ? one.session : relative(this.home, one.path)))
      return [agent, where.map((path, at) => (list[at]?.depth ? `${path} (depth 1)` : path)).sort()]
    })
    return { ...Object.fromEntries(told), troubles }
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}
