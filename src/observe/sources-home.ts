import { isAbsolute, join, resolve } from 'node:path'
import { choosesSession, environmentOf } from '../backends/launch.ts'
import { recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Agent, ProfileName, Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { realPath } from '../system/files.ts'
import { SELDOM_MS } from './sources-kept.ts'
import type { Owner } from './sources-place.ts'

/** Where each CLI keeps its transcripts: the variable that moves the folder, and the folder without it, below home. */
const FOLDERS: { readonly [P in ProfileName]?: { variable: string; below: string } } = {
  claude: { variable: 'CLAUDE_CONFIG_DIR', below: '.claude' },
  codex: { variable: 'CODEX_HOME', below: '.codex' },
  gemini: { variable: 'GEMINI_CLI_HOME', below: '' },
  pi: { variable: 'PI_CODING_AGENT_DIR', below: '.pi/agent' },
  qwen: { variable: 'QWEN_HOME', below: '.qwen' },
  opencode: { variable: 'XDG_DATA_HOME', below: '.local/share' },
}

/** An agent and where it and its CLI are. */
export interface Settled {
  readonly agent: Agent
  readonly cwd: string
  /** Place of its transcripts; '': they are in none that is searched. */
  readonly place: string
  readonly folder: string
  readonly isChosen: boolean
}

/** Where the agents of a team are. Links are followed anew once in a while, not at each look. */
export class Homes {
  readonly #home: string
  #known: { readonly team: Team; readonly atMs: number; readonly agents: readonly Settled[] } | null = null

  /** `home`: the home folder that agents have without one of their own. */
  constructor(home: string) {
    this.#home = home
  }

  of(team: Team, { monoMs }: Instant): readonly Settled[] {
    const known = this.#known
    if (known?.team === team && monoMs - known.atMs < SELDOM_MS) return known.agents
    const agents = team.agents.map((agent) => this.#settle(agent))
    this.#known = { team, atMs: monoMs, agents }
    return agents
  }

  #settle(agent: Agent): Settled {
    const { profile } = agent.backend
    const where = FOLDERS[profile]
    const folder = where ? this.#folder(agent, where) : ''
    const place = where ? `${profile} ${folder}` : ''
    return { agent, place, folder, cwd: reached(agent.cwd), isChosen: choosesSession(agent) }
  }

  #folder(agent: Agent, { variable, below }: { variable: string; below: string }): string {
    const environment = environmentOf(agent)
    const named = environment[variable]
    // A CLI reads a relative folder from where it is started.
    if (named) return reached(isAbsolute(named) ? named : resolve(agent.cwd, named))
    return reached(join(environment.HOME || this.#home, below))
  }
}

/** The variable that gives an agent's CLI a folder of its own; '': there is none. */
export function variableOf({ backend }: Agent): string {
  return FOLDERS[backend.profile]?.variable ?? ''
}

/** The agent with what the record tells of its runs. */
export function ownerOf({ agent, cwd, isChosen }: Settled, memory: Memory, { bootId }: Instant): Owner {
  const { runs, pane, run } = recall(memory, agent.name)
  const isHere = pane?.bootId === bootId && (run === 'running' || run === 'ending')
  return { agent, cwd, isChosen, runs, program: isHere ? pane : null }
}

/** Without links; as it is when it cannot be asked. */
function reached(path: string): string {
  try {
    return realPath(path)
  } catch {
    return path // no leave to look there, which the listing tells
  }
}
