// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is how agents.toml names a variable
import * as v from 'valibot'
import { HOUR, key, preset, SECOND } from './keys.ts'
import { choice, command, duration, path, pattern, size, text } from './kinds.ts'
import { agent, agentKeys, restart, service } from './schema-agent.ts'
import { loop } from './schema-loop.ts'
import { env, plainName, prefix, submitKey, webhook } from './values.ts'

const watchdog = v.object({
  session_prefix: key(prefix, 'A tmux session is named prefix + agent name.', 'folder name + "-"'),
  socket: key(
    plainName,
    "Base name of the team's private tmux servers.",
    '"agents-" + folder name + a hash of its path',
  ),
  size: preset(size, '200x50', 'Columns and rows of detached windows.'),
  signal_interval: preset(duration(SECOND, HOUR), 15, 'The tick: how often the watchdog looks.'),
  heavy_interval: preset(
    duration(SECOND, 24 * HOUR),
    300,
    'The slow sweep: full captures, disk space, orphan sessions.',
  ),
  stall_idle: preset(duration(SECOND), 900, 'An agent silent for this long is stalled.'),
  stall_grace: preset(duration(0), 180, 'Extra time after a WAITING-UNTIL has passed, and after a start.'),
  heal: preset(choice(['act', 'observe']), 'act', '"observe" only logs what would be done.'),
  restart: key(restart, 'Crash-loop breaker.', 'the defaults below'),
  log_tokens: preset(
    v.boolean(),
    true,
    'Whether tokens are read from transcripts and summed by gate and phase.',
  ),
  token_granularity: preset(
    choice(['gate', 'phase']),
    'gate',
    'What gets a record in token-log.jsonl: "gate" each gate and each phase, "phase" only each phase.',
  ),
  prices: key(
    path,
    'TOML file of prices over those of docs/prices.toml, in the same format, model by model.',
  ),
  state_dir: preset(
    path,
    '.agents',
    'Folder of state.db, token-log.jsonl, watchdog.log and SEQUENCE-COMPLETE.',
  ),
})

/** The names of the built-in knowledge about agent CLIs. */
export const PROFILES = ['claude', 'codex', 'opencode', 'gemini', 'qwen', 'pi', 'scripted', 'shell'] as const

const backend = v.object({
  profile: key(
    choice(PROFILES),
    'Which built-in knowledge applies.',
    "the table's own name, if it is a profile",
  ),
  command: key(
    command,
    'Program and arguments; the model, and for Claude Code and Gemini CLI a session id, are added. `${VAR}` is replaced.',
    "the profile's own",
  ),
  model: key(text, 'Model to ask for.', "the CLI's own"),
  submit_key: key(submitKey, 'Key that submits typed text.', "the profile's own"),
  submit_delay: key(duration(0, 10 * SECOND), 'Pause between paste and submit.', "the profile's own"),
  env: key(env, 'Environment of the program; `${VAR}` is replaced.'),
  active_pattern: key(pattern, "A line of the screen that matches means: at work; added to the profile's."),
  limit_pattern: key(
    pattern,
    "A line of the screen that matches means: usage limit; added to the profile's. A group named reset holds the time.",
  ),
  answer_dialogs: key(
    v.boolean(),
    'Answer start-up dialogs and limit menus whose safe answer is known; with false a person is told.',
    'true',
  ),
  on_limit: key(
    choice(['wait', 'switch']),
    'What a menu about a usage limit is answered with: "wait", or "switch" to the cheaper model where it offers one (Codex). Upgrades and credits are never bought.',
    '"wait"',
  ),
  account: key(text, 'Agents with the same account are parked together.'),
  billing: key(
    choice(['subscription', 'api']),
    'How tokens are paid; with "subscription" a cost is shown as API-equivalent.',
    '"api" where `env` names an API key, else "subscription"',
  ),
  first_run: key(
    choice(['team', 'user', 'none']),
    'Where first-run questions are answered before a start: "team" for the run and in config folders of the team\'s own, "user" also the trust of `cwd` in your own config folder, "none" nowhere.',
    '"team"',
  ),
  context_full: key(
    choice(['fresh', 'compact']),
    'What is done when its context is full: "fresh" a fresh run, "compact" the CLI\'s own command once, and a fresh run if it is still full.',
    '"fresh"',
  ),
})

/** What may raise an alarm, in the words of `notify.on`. */
export const ALARMS = [
  'dead',
  'crash-loop',
  'mass-death',
  'limited',
  'needs-human',
  'phase',
  'complete',
  'config-invalid',
] as const

const notify = v.object({
  command: key(command, 'Program and arguments; {title}, {text} and `${VAR}` are replaced.'),
  webhook: key(webhook, 'Address for a JSON POST; `${VAR}` is replaced.'),
  on: key(v.array(choice(ALARMS)), 'Which alarms are sent.', 'all'),
})

/** agents.toml as it is written; what comes out has milliseconds for durations and lists for one-or-more. */
export const teamFile = v.object({
  watchdog: preset(watchdog, {}, 'How often it looks, and when it acts.'),
  backend: preset(
    v.record(plainName, backend),
    {},
    'One table for each kind of agent CLI; the name is free.',
  ),
  defaults: preset(v.object(agentKeys), {}, 'Any agent key except name; holds where an agent says nothing.'),
  agent: preset(v.array(agent), [], 'A program in its own tmux session that takes text.'),
  service: preset(v.array(service), [], 'Another program that is kept alive in the same way.'),
  loop: key(loop, 'The phase machine.'),
  notify: preset(notify, {}, 'Where alarms go.'),
})

/** The whole file after defaults that need no other key. */
export type TeamFile = v.InferOutput<typeof teamFile>
export type AgentKeys = TeamFile['defaults']
export type RestartKeys = NonNullable<AgentKeys['restart']>
export type WakeKeys = NonNullable<AgentKeys['wake']>
