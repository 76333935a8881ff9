import type { ConfigChange } from '../model/event.ts'
import type { Agent, Service, Team } from '../model/team.ts'

/** One difference between two readings of agents.toml, and which keys of the file differ. */
export interface Change extends ConfigChange {
  readonly keys: readonly string[]
  /** The running watchdog cannot take it over: it holds from the next `agents down` and `agents up` on. */
  readonly needsUp: boolean
}

/** A value of the Team, called by its key in agents.toml. */
type Values = Readonly<Record<string, unknown>>

/** Keys that are given to the program when it starts. All others are read anew at each tick, or with the next kickoff. */
const LAUNCH_KEYS: readonly string[] = [
  'backend.profile',
  'backend.command',
  'backend.model',
  'backend.env',
  'command',
  'cwd',
  'script',
  'env',
]

/** Keys that running sessions and the open record hang on. */
const UP_KEYS: readonly string[] = ['watchdog.socket', 'watchdog.session_prefix', 'watchdog.state_dir']

/** What has to be done so that a team that runs as `before` runs as `after`; empty when nothing differs. */
export function planChanges(before: Team, after: Team): Change[] {
  return [
    ...memberChanges('agent', before.agents.map(agentEntry), after.agents.map(agentEntry)),
    ...memberChanges('service', before.services.map(serviceEntry), after.services.map(serviceEntry)),
    ...settingChanges(settingValues(before), settingValues(after)),
  ]
}

interface Entry {
  readonly name: string
  readonly values: Values
}

/** A name that moves between agents and services is removed and added, never changed. */
function memberChanges(what: string, before: readonly Entry[], after: readonly Entry[]): Change[] {
  const old = new Map(before.map((entry) => [entry.name, entry.values]))
  const now = new Map(after.map((entry) => [entry.name, entry.values]))
  const removed = before.filter(({ name }) => !now.has(name))
  return [
    ...removed.map(({ name }) =>
      change(name, 'removed', [], false, `${what} ${name} is removed: its session is ended`),
    ),
    ...after.flatMap(({ name, values }): Change[] => {
      const known = old.get(name)
      return known
        ? memberChange(what, name, known, values)
        : [change(name, 'added', [], false, `${what} ${name} is new: its session is started`)]
    }),
  ]
}

function memberChange(what: string, name: string, before: Values, after: Values): Change[] {
  const keys = differingKeys(before, after)
  if (keys.length === 0) return []
  const restart = keys.some((key) => LAUNCH_KEYS.includes(key))
  const effect = restart ? 'it is started again' : 'nothing is started again'
  return [change(name, 'changed', keys, restart, `${what} ${name}: ${phrase(keys)}; ${effect}`)]
}

function settingChanges(before: Values, after: Values): Change[] {
  return differingKeys(before, after).map((key) => {
    const needsUp = UP_KEYS.includes(key)
    const effect = needsUp ? 'it holds after `agents down` and `agents up`' : 'it holds from now on'
    return { ...change('team', 'changed', [key], false, `${phrase([key])}; ${effect}`), needsUp }
  })
}

function change(
  target: string,
  what: Change['change'],
  keys: string[],
  restart: boolean,
  text: string,
): Change {
  return { target, change: what, keys, restart, needsUp: false, text }
}

function phrase(keys: readonly string[]): string {
  return `${keys.join(', ')} ${keys.length === 1 ? 'has' : 'have'} changed`
}

function differingKeys(before: Values, after: Values): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isSame(before[key], after[key]),
  )
}

/** Teams are plain data; the order of an environment's variables means nothing. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  const isDeep = (key: string) => Object.hasOwn(b, key) && isSame((a as Values)[key], (b as Values)[key])
  return keys.length === Object.keys(b).length && keys.every(isDeep)
}

function agentEntry({ name, backend, stallIdleMs, stallGraceMs, prompt, kickoff, ...rest }: Agent): Entry {
  const {
    name: backendName,
    submitKey,
    submitDelayMs,
    activePattern,
    limitPattern,
    answerDialogs,
    onLimit,
    contextFull,
    ...launch
  } = backend
  const { profile, command, model, env: backendEnv, account, billing, firstRun } = launch
  return {
    name,
    values: {
      backend: backendName,
      'backend.profile': profile,
      'backend.command': command,
      'backend.model': model,
      'backend.env': backendEnv,
      'backend.account': account,
      'backend.billing': billing,
      'backend.first_run': firstRun,
      'backend.submit_key': submitKey,
      'backend.submit_delay': submitDelayMs,
      'backend.active_pattern': activePattern,
      'backend.limit_pattern': limitPattern,
      'backend.answer_dialogs': answerDialogs,
      'backend.on_limit': onLimit,
      'backend.context_full': contextFull,
      stall_idle: stallIdleMs,
      stall_grace: stallGraceMs,
      prompt,
      kickoff,
      ...rest,
    },
  }
}

function serviceEntry({ name, ...rest }: Service): Entry {
  return { name, values: { ...rest } }
}

function settingValues({ watchdog, loop, notify }: Team): Values {
  const { columns, rows } = watchdog
  return {
    'watchdog.session_prefix': watchdog.sessionPrefix,
    'watchdog.socket': watchdog.socket,
    'watchdog.size': { columns, rows },
    'watchdog.signal_interval': watchdog.signalIntervalMs,
    'watchdog.heavy_interval': watchdog.heavyIntervalMs,
    'watchdog.heal': watchdog.heal,
    'watchdog.state_dir': watchdog.stateDir,
    'watchdog.log_tokens': watchdog.logTokens,
    'watchdog.token_granularity': watchdog.tokenGranularity,
    'watchdog.prices': watchdog.priceFile,
    'loop.repo': loop?.repo,
    'loop.branch': loop?.branch,
    'loop.state_subdir': loop?.stateSubdir,
    'loop.done_marker': loop?.doneMarker,
    'loop.done_nudge': loop?.doneNudge,
    'loop.phases': loop?.phases,
    'loop.handoff': loop?.handoff,
    notify,
  }
}
