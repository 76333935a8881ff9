import { basename, resolve } from 'node:path'
import type {
  Agent,
  AgentKind,
  Backend,
  Loop,
  Service,
  Team,
  Thresholds,
  Wake,
  Watch,
} from '../model/team.ts'
import { defaultPrefix, folderOf, kindOf, profileOf } from './draft.ts'
import { repoKind, safeName } from './names.ts'
import { restartPolicy } from './restart-policy.ts'
import { type AgentKeys, ALARMS, type TeamFile, type WakeKeys } from './schema.ts'
import { type Environment, expand } from './variables.ts'

/** Turns a file in which all is right into a Team: defaults filled in, paths absolute, variables replaced. */
export function buildTeam(file: TeamFile, path: string, env: Environment): Team {
  return new Builder(file, path, env).team()
}

class Builder {
  readonly #file: TeamFile
  readonly #path: string
  readonly #folder: string
  readonly #env: Environment

  constructor(file: TeamFile, path: string, env: Environment) {
    this.#file = file
    this.#path = path
    this.#folder = folderOf(path)
    this.#env = env
  }

  team(): Team {
    const { loop, notify } = this.#file
    return {
      file: this.#path,
      folder: this.#folder,
      watchdog: this.#watchdog(),
      agents: this.#file.agent.map((agent) => this.#agent(agent.name, { ...this.#file.defaults, ...agent })),
      services: this.#file.service.map((service) => this.#service(service)),
      loop: loop ? this.#loop(loop) : null,
      notify: {
        command: this.#words(notify.command),
        webhook: notify.webhook === undefined ? null : expand(notify.webhook, this.#env),
        on: notify.on ?? ALARMS,
      },
    }
  }

  #watchdog(): Team['watchdog'] {
    const { watchdog } = this.#file
    return {
      sessionPrefix: watchdog.session_prefix ?? defaultPrefix(this.#folder),
      socket: watchdog.socket ?? defaultSocket(this.#folder),
      columns: watchdog.size.columns,
      rows: watchdog.size.rows,
      signalIntervalMs: watchdog.signal_interval,
      heavyIntervalMs: watchdog.heavy_interval,
      heal: watchdog.heal,
      stateDir: this.#absolute(watchdog.state_dir),
      logTokens: watchdog.log_tokens,
      tokenGranularity: watchdog.token_granularity,
      priceFile: this.#pathOrNull(watchdog.prices),
    }
  }

  #agent(name: string, keys: AgentKeys): Agent {
    const kind = kindOf(keys, this.#file.loop !== undefined)
    const backend = this.#backend(keys.backend ?? '')
    return {
      name,
      kind,
      backend,
      cwd: this.#absolute(keys.cwd ?? '.'),
      clone: keys.clone ?? false,
      prompt: (keys.prompt ?? []).map((path) => this.#absolute(path)),
      kickoff: this.#pathOrNull(keys.kickoff),
      watch: keys.watch ?? defaultWatch(kind),
      wake: keys.wake ? this.#wake(keys.wake) : null,
      // [defaults].script is meant for the scripted agents among others.
      script: backend.profile === 'scripted' ? this.#pathOrNull(keys.script) : null,
      env: { ...this.#variables(this.#file.defaults.env), ...this.#variables(keys.env) },
      ...this.#thresholds(keys),
    }
  }

  #thresholds(keys: AgentKeys): Thresholds {
    const { watchdog, defaults } = this.#file
    const common = restartPolicy(defaults.restart, restartPolicy(watchdog.restart))
    return {
      stallIdleMs: keys.stall_idle ?? watchdog.stall_idle,
      stallGraceMs: keys.stall_grace ?? watchdog.stall_grace,
      restart: restartPolicy(keys.restart, common),
    }
  }

  #backend(name: string): Backend {
    const keys = Object.hasOwn(this.#file.backend, name) ? (this.#file.backend[name] ?? {}) : {}
    return {
      name,
      profile: profileOf(this.#file, name) ?? 'shell',
      command: this.#words(keys.command),
      model: keys.model ?? null,
      submitKey: keys.submit_key ?? null,
      submitDelayMs: keys.submit_delay ?? null,
      env: this.#variables(keys.env),
      activePattern: keys.active_pattern ?? null,
      limitPattern: keys.limit_pattern ?? null,
      answerDialogs: keys.answer_dialogs ?? true,
      onLimit: keys.on_limit ?? 'wait',
      account: keys.account ?? null,
      billing: keys.billing ?? null,
      firstRun: keys.first_run ?? 'team',
      contextFull: keys.context_full ?? 'fresh',
    }
  }

  #wake(keys: WakeKeys): Wake {
    return {
      everyMs: keys.every ?? null,
      cron: keys.cron ?? null,
      tz: keys.tz ?? null,
      prompt: keys.prompt ?? null,
      promptFile: this.#pathOrNull(keys.prompt_file),
    }
  }

  #service(keys: TeamFile['service'][number]): Service {
    return {
      name: keys.name,
      command: keys.command.map((word) => expand(word, this.#env)),
      cwd: this.#absolute(keys.cwd ?? '.'),
      watch: keys.watch,
      env: this.#variables(keys.env),
      restart: restartPolicy(keys.restart, restartPolicy(this.#file.watchdog.restart)),
    }
  }

  #loop(keys: NonNullable<TeamFile['loop']>): Loop {
    const { handoff } = keys
    return {
      repo: repoKind(keys.repo) === 'path' ? this.#absolute(keys.repo) : keys.repo,
      branch: keys.branch,
      stateSubdir: keys.state_subdir,
      doneMarker: keys.done_marker,
      doneNudge: keys.done_nudge,
      phases: keys.phases.map(({ id, title, status, kickoff, agents }) => {
        return { id, title: title ?? id, status, kickoff: this.#pathOrNull(kickoff), agents: agents ?? null }
      }),
      handoff: {
        claimPattern: handoff.claim_pattern,
        reviewPattern: handoff.review_pattern,
        claimPings: handoff.claim_pings ?? [],
        reviewPings: handoff.review_pings ?? [],
        inboxes: handoff.inboxes ?? [],
      },
    }
  }

  #absolute(path: string): string {
    return resolve(this.#folder, path)
  }

  #pathOrNull(path: string | undefined): string | null {
    return path === undefined ? null : this.#absolute(path)
  }

  #words(words: readonly string[] | undefined): string[] | null {
    return words ? words.map((word) => expand(word, this.#env)) : null
  }

  #variables(values: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expand(value, this.#env)]))
  }
}

/** A persistent agent waits for its person, so its silence says nothing. */
function defaultWatch(kind: AgentKind): Watch {
  return kind === 'persistent' ? 'heal' : 'heal+stall'
}

/** The folder's name for people, six hex digits of its whole path so that two teams never share a server. */
function defaultSocket(folder: string): string {
  return `agents-${safeName(basename(folder))}-${sixHexDigits(folder)}`
}

/** FNV-1a, folded to 24 bits. It only tells folders apart; loading node:crypto would cost 5 ms at each start. */
function sixHexDigits(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (((hash >>> 24) ^ hash) & 0xffffff).toString(16).padStart(6, '0')
}
