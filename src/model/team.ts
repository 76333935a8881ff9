/** What one agents.toml describes, after defaults are filled in. Durations are milliseconds, paths absolute. */
export interface Team {
  /** The file it was read from, and the folder that its relative paths start at. */
  readonly file: string
  readonly folder: string
  readonly watchdog: WatchdogSettings
  /** Agents and services in the order of the file; names are unique across both. */
  readonly agents: readonly Agent[]
  readonly services: readonly Service[]
  readonly loop: Loop | null
  readonly notify: Notify
}

export interface WatchdogSettings {
  readonly sessionPrefix: string
  /** Base name of the private tmux servers; shard k is `<socket>-<k>`. */
  readonly socket: string
  readonly columns: number
  readonly rows: number
  readonly signalIntervalMs: number
  readonly heavyIntervalMs: number
  readonly heal: 'act' | 'observe'
  readonly stateDir: string
  /** Whether what models use is read from transcripts, summed and written to token-log.jsonl. */
  readonly logTokens: boolean
  /** What gets a record of its own: each gate and each phase, or each phase alone. */
  readonly tokenGranularity: 'gate' | 'phase'
  /** The user's prices, over those that ship with the package; null: none. */
  readonly priceFile: string | null
}

/** Thresholds of stall and heal; set in [watchdog] and overridable for each agent. */
export interface Thresholds {
  readonly stallIdleMs: number
  readonly stallGraceMs: number
  readonly restart: RestartPolicy
}

/** Back-off doubles from `backoffMs` to `maxBackoffMs`; more than `burst` deaths `withinMs` open the breaker. */
export interface RestartPolicy {
  readonly backoffMs: number
  readonly maxBackoffMs: number
  readonly burst: number
  readonly withinMs: number
}

export type AgentKind = 'loop' | 'persistent' | 'task'
export type Watch = 'none' | 'heal' | 'heal+stall'

export interface Agent extends Thresholds {
  readonly name: string
  readonly kind: AgentKind
  readonly backend: Backend
  readonly cwd: string
  /** Make `cwd` a clone of loop.repo when it is missing. */
  readonly clone: boolean
  /** Role files, joined with a blank line and put before the kickoff. */
  readonly prompt: readonly string[]
  /** File of the text given at start and at each phase; null: the prompt alone. */
  readonly kickoff: string | null
  readonly watch: Watch
  readonly wake: Wake | null
  /** What a scripted agent plays; null for every other profile. */
  readonly script: string | null
  readonly env: Readonly<Record<string, string>>
}

export interface Service {
  readonly name: string
  readonly command: readonly string[]
  readonly cwd: string
  readonly watch: 'none' | 'heal'
  readonly env: Readonly<Record<string, string>>
  readonly restart: RestartPolicy
}

export type ProfileName = 'claude' | 'codex' | 'opencode' | 'gemini' | 'qwen' | 'pi' | 'scripted' | 'shell'

/** One [backend.NAME] table: how a kind of agent CLI is launched, read and typed to. */
export interface Backend {
  readonly name: string
  readonly profile: ProfileName
  /** Argument list; null: the profile's own. Never a shell line. */
  readonly command: readonly string[] | null
  readonly model: string | null
  /** tmux key name; null: the profile's own. */
  readonly submitKey: string | null
  readonly submitDelayMs: number | null
  readonly env: Readonly<Record<string, string>>
  /** Sources of linear-time patterns, in addition to the profile's. */
  readonly activePattern: string | null
  readonly limitPattern: string | null
  /** Whether dialogs whose right answer is known are answered; else a person is told. */
  readonly answerDialogs: boolean
  /** Agents with the same account are parked together. */
  readonly account: string | null
  /** Whether its tokens are paid one by one; null: the environment tells (backends/billing.ts). */
  readonly billing: Billing | null
  /** Where its CLI's first-run questions may be answered before a start. */
  readonly firstRun: FirstRunLeave
  /** What a menu about a usage limit is answered with. */
  readonly onLimit: OnLimit
  /** What is done when its context is full. `compact`: its CLI's own command first, where one is known. */
  readonly contextFull: 'fresh' | 'compact'
}

/** `wait`: nothing that costs or changes anything; `switch`: another model, where the menu offers one. */
export type OnLimit = 'wait' | 'switch'

/**
 * `team`: for one run, and in config folders of the team's own; `user`: in the user's own folder as well, but only what concerns
 * the agent's working folder; `none`: nowhere.
 */
export type FirstRunLeave = 'team' | 'user' | 'none'

/** `subscription`: a flat price, so that a cost is what the same tokens would cost through the API. */
export type Billing = 'subscription' | 'api'

export interface Wake {
  /** Exactly one of the two is set. */
  readonly everyMs: number | null
  readonly cron: string | null
  /** IANA zone for `cron`; null: the machine's. */
  readonly tz: string | null
  /** The text to type; for a task the text of the new run. */
  readonly prompt: string | null
  readonly promptFile: string | null
}

export interface Loop {
  /** Path or URL of the repository that counts. A path is absolute. */
  readonly repo: string
  readonly branch: string
  readonly stateSubdir: string
  readonly doneMarker: string
  readonly doneNudge: boolean
  readonly phases: readonly Phase[]
  readonly handoff: Handoff
}

export interface Phase {
  readonly id: string
  readonly title: string
  /** File name inside `stateSubdir`. */
  readonly status: string
  /** File whose text is added to the kickoff in this phase; null: none. */
  readonly kickoff: string | null
  /** Loop agents that take part; null: all. */
  readonly agents: readonly string[] | null
}

export interface Handoff {
  readonly claimPattern: string
  readonly reviewPattern: string
  readonly claimPings: readonly string[]
  readonly reviewPings: readonly string[]
  readonly inboxes: readonly Inbox[]
}

export interface Inbox {
  /** File name inside `stateSubdir`. */
  readonly file: string
  readonly pings: readonly string[]
}

export type AlarmKind =
  | 'dead'
  | 'crash-loop'
  | 'mass-death'
  | 'limited'
  | 'needs-human'
  | 'phase'
  | 'complete'
  | 'config-invalid'

export interface Notify {
  /** Argument list with {title} and {text}; null: none. */
  readonly command: readonly string[] | null
  readonly webhook: string | null
  readonly on: readonly AlarmKind[]
}
