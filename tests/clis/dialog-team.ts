import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CliHome, openCliHome } from '../support/cli-home.ts'
import { DeliveryTeam } from '../support/delivery-team.ts'
import { git } from '../support/git-fixture.ts'
import type { Rule } from '../support/model-server/rule.ts'
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../support/model-server/server.ts'
import { programOf } from './program.ts'

/** One real CLI in a team of a test. */
export interface CliAgent {
  readonly cli: 'claude' | 'codex'
  readonly args?: readonly string[]
  readonly rules?: readonly Rule[]
  readonly server?: ModelServerOptions
  /** Files of its home, by path, with what is to be taken away or changed in each. */
  readonly without?: Readonly<Record<string, (text: string) => string>>
  /** Other environment than its home's; '' takes a variable away. */
  readonly env?: Readonly<Record<string, string>>
}

/** A team of real CLIs, each with a home, a model server and a repository of its own, under the real watchdog. */
export class CliTeam extends DeliveryTeam {
  readonly homes: Record<string, CliHome> = {}
  readonly servers: Record<string, ModelServer> = {}

  /** The working folder of an agent. */
  cwd(agent: string): string {
    return join(this.folder, agent)
  }

  /** Makes homes, servers and repositories, and writes agents.toml. */
  async prepare(agents: Readonly<Record<string, CliAgent>>): Promise<void> {
    const tables = await Promise.all(
      Object.entries(agents).map(([name, agent]) => this.#prepare(name, agent)),
    )
    const defaults = '[defaults]\nkind = "persistent"\nwatch = "heal"\n'
    const ours = Object.keys(agents).map(
      (name) => `[[agent]]\nname = "${name}"\nbackend = "${name}"\ncwd = "${name}"\n`,
    )
    this.config([...tables, defaults, ...ours].join('\n'))
  }

  async #prepare(name: string, { cli, args = [], rules = [], server, without = {}, env = {} }: CliAgent) {
    mkdirSync(this.cwd(name))
    git(this.cwd(name), 'init', '--quiet', '--initial-branch=main')
    const model = await startModelServer(rules, server)
    const home = openCliHome(cli, { url: model.url, cwd: this.cwd(name) })
    this.servers[name] = model
    this.homes[name] = home
    for (const [path, change] of Object.entries(without)) {
      const file = join(home.folder, path)
      writeFileSync(file, change(readFileSync(file, 'utf8')))
    }
    const all = { ...home.env, ...env }
    const variables = Object.entries(all).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    const command = [programOf(cli), ...home.args, ...args]
    return `[backend.${name}]\nprofile = "${cli}"\nfirst_run = "none"\ncommand = ${JSON.stringify(command)}\nenv = { ${variables.join(', ')} }\n`
  }

  /** The keys that the watchdog pressed in dialogs of an agent, each as `dialog: key`. */
  keys(agent: string): string[] {
    return this.events().flatMap((event) =>
      event.type === 'decided' && event.decision.target === agent && event.decision.action.do === 'press'
        ? [`${event.decision.action.dialog}: ${event.decision.action.key}`]
        : [],
    )
  }

  override async close(): Promise<void> {
    await super.close()
    for (const server of Object.values(this.servers)) await server.close()
    for (const home of Object.values(this.homes)) home.remove()
  }
}

/** Takes keys out of a JSON file. */
export function withoutKeys(...keys: readonly string[]): (text: string) => string {
  return (text) =>
    JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(text)).filter(([key]) => !keys.includes(key))),
    )
}

/** Takes a table out of a TOML file. */
export function withoutTable(name: string): (text: string) => string {
  return (text) => {
    const tables = text.split(/^(?=\[)/m)
    return tables.filter((table) => !table.startsWith(`[${name}`)).join('')
  }
}
