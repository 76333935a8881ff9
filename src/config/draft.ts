import { basename, dirname } from 'node:path'
import type { AgentKind } from '../model/team.ts'
import { safeName } from './names.ts'
import type { Partly } from './partial.ts'
import type { Path } from './positions.ts'
import { type AgentKeys, PROFILES, type TeamFile } from './schema.ts'
import type { Environment } from './variables.ts'

/** What the checks between keys look at: the file without its wrong parts, and what is needed to judge it. */
export interface Draft {
  readonly file: Partly<TeamFile>
  /** Folder of agents.toml. */
  readonly folder: string
  readonly env: Environment
  /** Names as written, right or wrong, so that a wrong name is complained of once and not at each mention. */
  readonly agentNames: readonly string[]
  readonly serviceNames: readonly string[]
}

export type PartlyAgent = NonNullable<NonNullable<Draft['file']['agent']>[number]>

/** An agent's keys over those of [defaults]. A key that is there and undefined was wrong; it is not missing. */
export function withDefaults(file: Draft['file'], agent: PartlyAgent): Partly<AgentKeys> {
  return { ...file.defaults, ...agent }
}

/** Where the value in force of an agent's key is written. */
export function sourceOf(agent: PartlyAgent, index: number, key: keyof AgentKeys): Path {
  return key in agent ? ['agent', index, key] : ['defaults', key]
}

/** The kind in force: a team with phases is a loop unless it says otherwise. */
export function kindOf(agent: { readonly kind?: AgentKind | undefined }, hasLoop: boolean): AgentKind {
  return agent.kind ?? (hasLoop ? 'loop' : 'persistent')
}

/** The built-in knowledge that a backend's name stands for; null when that is not said. */
export function profileOf(file: Draft['file'], backend: string): (typeof PROFILES)[number] | null {
  const tables = file.backend ?? {}
  const written = Object.hasOwn(tables, backend) ? tables[backend]?.profile : undefined
  return written ?? PROFILES.find((profile) => profile === backend) ?? null
}

/** Folder name + "-", made safe for tmux. */
export function defaultPrefix(folder: string): string {
  return `${safeName(basename(folder))}-`
}

/** The folder that relative paths start at. */
export function folderOf(file: string): string {
  return dirname(file)
}
