// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is how agents.toml names a variable
import * as v from 'valibot'
import type { RestartPolicy } from '../model/team.ts'
import { HOUR, key, need, preset, SECOND } from './keys.ts'
import { choice, command, count, duration, oneOrMore, path, text } from './kinds.ts'
import { cronLine, env, plainName, zone } from './values.ts'

/**
 * The crash-loop breaker of a team that says nothing: a second is long enough for a port to be freed, ten minutes outlast most outages of a
 * provider, and five deaths in a quarter of an hour are no accident.
 */
export const DEFAULT_RESTART: RestartPolicy = {
  backoffMs: 1000,
  maxBackoffMs: 600_000,
  burst: 5,
  withinMs: 900_000,
}

/** Every key of the crash-loop breaker; what is missing comes from the level above ([watchdog], [defaults]). */
export const restart = v.object({
  backoff: key(
    duration(0, HOUR),
    'First wait before a restart; it doubles up to max_backoff.',
    String(DEFAULT_RESTART.backoffMs / 1000),
  ),
  max_backoff: key(
    duration(0, 24 * HOUR),
    'Longest wait between restarts.',
    String(DEFAULT_RESTART.maxBackoffMs / 1000),
  ),
  burst: key(
    count(1, 1000),
    'More deaths than this within `within` open the breaker.',
    String(DEFAULT_RESTART.burst),
  ),
  within: key(duration(SECOND), 'Time in which deaths are counted.', String(DEFAULT_RESTART.withinMs / 1000)),
})

/** When an agent is given a text, or a task is run again. */
export const wake = v.object({
  every: key(duration(SECOND), 'Interval; either this or `cron`.'),
  cron: key(cronLine, 'Five cron fields; either this or `every`.'),
  tz: key(zone, 'Time zone of `cron`.', "the machine's"),
  prompt: key(text, 'The text to type; either this or `prompt_file`.'),
  prompt_file: key(path, 'File of the text to type.'),
})

/** Every key of an agent that [defaults] may hold too. */
export const agentKeys = {
  kind: key(
    choice(['loop', 'persistent', 'task']),
    'loop takes part in the phases, persistent survives them, task runs once.',
    '"loop" with a [loop], else "persistent"',
  ),
  backend: key(
    plainName,
    'A [backend.NAME], or a profile as it comes.',
    'must be given here or in [defaults]',
  ),
  cwd: key(path, 'Working folder.', 'the folder of agents.toml'),
  clone: key(v.boolean(), 'Make `cwd` a clone of loop.repo when it is missing.', 'false'),
  prompt: key(oneOrMore(path, 'path or list of paths'), 'Files that describe the role, joined.'),
  kickoff: key(path, 'File of the text given at start and at each phase.'),
  watch: key(
    choice(['none', 'heal', 'heal+stall']),
    'What the watchdog mends.',
    '"heal+stall" for loop and task, "heal" for persistent',
  ),
  stall_idle: key(duration(SECOND), 'Overrides [watchdog].', "[watchdog]'s"),
  stall_grace: key(duration(0), 'Overrides [watchdog].', "[watchdog]'s"),
  restart: key(restart, 'Overrides single keys of [watchdog].', "[watchdog]'s"),
  wake: key(wake, 'Text typed on a schedule; a task is run again.'),
  script: key(path, 'What a scripted agent plays; needed with the scripted profile, refused with others.'),
  env: key(env, "Environment, over the backend's; `${VAR}` is replaced."),
}

/** [[agent]] */
export const agent = v.object({ name: need(plainName, 'Unique among agents and services.'), ...agentKeys })

/** [[service]] */
export const service = v.object({
  name: need(plainName, 'Unique among agents and services.'),
  command: need(command, 'Program and arguments; `${VAR}` is replaced.'),
  cwd: key(path, 'Working folder.', 'the folder of agents.toml'),
  watch: preset(choice(['none', 'heal']), 'heal', 'Whether it is started again when it dies.'),
  restart: key(restart, 'Overrides single keys of [watchdog].', "[watchdog]'s"),
  env: key(env, 'Environment; `${VAR}` is replaced.'),
})
