import { PROFILES } from '../../../src/backends/list.ts'
import type { Profile } from '../../../src/backends/profile.ts'
import type { Doing } from '../../../src/model/testimony.ts'
import { type RecordedScreen, recordedScreens } from './recorded-screens.ts'
import { STATE_TABLE, TABLE_CLIS, trapsOf } from './state-table.ts'
import { type Gap, isSeen, type Seen, STATES, type StateName, type StateTable } from './states.ts'

type Cli = keyof StateTable

/** docs/states.md: what is known of each state of each CLI, from the table and the recorded screens. */
export function statesMarkdown(): string {
  const screens = recordedScreens()
  return [INTRODUCTION, overview(), ...TABLE_CLIS.map((cli) => section(cli, screens))]
    .join('\n\n')
    .concat('\n')
}

const INTRODUCTION = `# States of agent CLIs

Generated from tests/support/screens/ by \`npm run docs\`; each row is a test (tests/unit/backends/states.test.ts). A screen is one teller of several:
a hook, the registry of processes and the pane's title are heard before it (\`agents why AGENT\` shows them side by side), and limits and errors
need the transcript. What a screen cannot tell is \`unknown\`. \`npm run record:screens\` renews the recordings from the real programs.

**–**: no screen stands for it; the CLI's own table says why.`

const NAMES = Object.keys(STATES) as StateName[]

function overview(): string {
  const rows = NAMES.map((state) => [
    `${state}: ${STATES[state].about}`,
    ...TABLE_CLIS.map((cli) => cellOf(STATE_TABLE[cli][state])),
  ])
  return table(['state', ...TABLE_CLIS], rows)
}

function cellOf(row: Seen | Gap): string {
  return isSeen(row) ? row.reads : '–'
}

function section(cli: Cli, screens: readonly RecordedScreen[]): string {
  const profile = PROFILES[cli]
  const rows = NAMES.map((state) => {
    const row = STATE_TABLE[cli][state]
    const others = tellersOf(profile, STATES[state].doing).join(', ')
    if (!isSeen(row)) return [state, '–', row.gap, others]
    return [state, row.reads, [seenOn(cli, row, screens), row.note ?? ''].filter(Boolean).join('; '), others]
  })
  const traps = [...new Set(trapsOf(cli).map(({ name }) => `\`${name}\``))].join(', ')
  const head = `## ${profile.seenOn?.program ?? cli}`
  const foot = `Screens that stand for no state, and read as their folder says: ${traps || 'none'}.`
  return [head, table(['state', 'its screen reads', 'seen on', 'told too by'], rows), foot].join('\n\n')
}

/** `2.1.329 (60, 200 columns); drawn by hand`. */
function seenOn(cli: Cli, { screens: names }: Seen, all: readonly RecordedScreen[]): string {
  const ours = all.filter((screen) => screen.cli === cli && names.includes(screen.name))
  const versions = Map.groupBy(ours, ({ version }) => version ?? 'drawn by hand')
  return [...versions]
    .map(([version, some]) => {
      const columns = new Set(some.flatMap((screen) => screen.columns ?? []))
      return `${version} (${[...columns].sort((one, other) => one - other).join(', ')} columns)`
    })
    .sort()
    .join('; ')
    .replaceAll(' ( columns)', '')
}

/** Who besides the screen has a word for it. */
function tellersOf({ title, registry, hooks }: Profile, doing: Doing | null): string[] {
  if (doing === null) return []
  const inRegistry = [...Object.values(registry?.status ?? {}), ...Object.values(registry?.waitingFor ?? {})]
  const inHooks = HOOK_EVENTS.map((event) => hooks?.read(event)?.says)
  return [
    ...(inHooks.includes(doing) ? ['hook'] : []),
    ...(inRegistry.includes(doing) ? ['registry'] : []),
    ...(title?.[doing] ? ['title'] : []),
  ]
}

/** One event for each thing that a hook can say. */
const HOOK_EVENTS = [
  { hook_event_name: 'UserPromptSubmit', prompt: 'go on' },
  { hook_event_name: 'PermissionRequest', tool_name: 'Bash' },
  { hook_event_name: 'Notification', notification_type: 'agent_needs_input' },
  { hook_event_name: 'Stop', background_tasks: [] },
  { hook_event_name: 'Stop', background_tasks: [{ description: 'npm start' }] },
  { hook_event_name: 'StopFailure', error: 'server_error' },
  { hook_event_name: 'StopFailure', error: 'rate_limit', last_assistant_message: 'You’ve hit your limit' },
  { hook_event_name: 'PreCompact' },
  { hook_event_name: 'SessionEnd', reason: 'other' },
]

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
