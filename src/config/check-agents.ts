import { relative, resolve } from 'node:path'
import { type Draft, kindOf, type PartlyAgent, sourceOf, withDefaults } from './draft.ts'
import type { Partly } from './partial.ts'
import type { Path } from './positions.ts'
import { type Complaint, MISSING } from './problem.ts'
import type { WakeKeys } from './schema.ts'

/** What an agent's keys ask of each other and of [loop]. */
export function checkAgents(draft: Draft): Complaint[] {
  const agents = draft.file.agent ?? []
  return [
    ...agents.flatMap((agent, index) => (agent ? loopComplaints(draft, agent, index) : [])),
    ...agents.flatMap((agent, index) => (agent ? cloneComplaints(draft, agent, index) : [])),
    ...sharedClones(draft),
    ...agents.flatMap((agent, index) => (agent ? wakeComplaints(draft, agent, index) : [])),
    ...deadDefaultWake(draft),
  ]
}

function loopComplaints({ file }: Draft, agent: PartlyAgent, index: number): Complaint[] {
  if ('loop' in file || withDefaults(file, agent).kind !== 'loop') return []
  const path = sourceOf(agent, index, 'kind')
  return [
    {
      path,
      found: '"loop" without a [loop]',
      expected: 'persistent or task',
      mend: 'add [loop], or choose another kind',
    },
  ]
}

function cloneComplaints({ file, folder }: Draft, agent: PartlyAgent, index: number): Complaint[] {
  const merged = withDefaults(file, agent)
  if (merged.clone !== true) return []
  const path = sourceOf(agent, index, 'clone')
  if (!('loop' in file)) {
    return [
      {
        path,
        found: 'true without a [loop]',
        expected: 'a repository to clone',
        mend: 'add [loop] with repo, or remove clone',
      },
    ]
  }
  if (!('cwd' in merged)) {
    const mend = 'add cwd = "work/NAME": an agent needs a folder of its own'
    return [{ path: ['agent', index, 'cwd'], found: MISSING, expected: 'the folder of the clone', mend }]
  }
  if (merged.cwd === undefined || !holds(resolve(folder, merged.cwd), folder)) return []
  const at = sourceOf(agent, index, 'cwd')
  return [
    {
      path: at,
      found: JSON.stringify(merged.cwd),
      expected: 'a folder of its own',
      mend: 'choose a folder that does not hold agents.toml',
    },
  ]
}

/** Whether `outer` is `inner` or a folder above it. */
export function holds(outer: string, inner: string): boolean {
  const way = relative(outer, inner)
  return way !== '..' && !way.startsWith('../')
}

/** Two agents in one clone edit, commit and push over each other. */
function sharedClones({ file, folder }: Draft): Complaint[] {
  const owners = new Map<string, string>()
  return (file.agent ?? []).flatMap((agent, index): Complaint[] => {
    const { cwd, clone } = agent ? withDefaults(file, agent) : {}
    if (!agent || cwd === undefined || clone !== true) return []
    const owner = owners.get(resolve(folder, cwd))
    if (owner === undefined) return owners.set(resolve(folder, cwd), agent.name ?? '?') && []
    const found = `${JSON.stringify(cwd)}, the clone of ${owner}`
    return [
      {
        path: sourceOf(agent, index, 'cwd'),
        found,
        expected: 'a clone of its own',
        mend: 'choose another cwd',
      },
    ]
  })
}

function wakeComplaints({ file }: Draft, agent: PartlyAgent, index: number): Complaint[] {
  const { wake, kind } = withDefaults(file, agent)
  const path = sourceOf(agent, index, 'wake')
  if (!wake) return []
  return [
    ...scheduleComplaints(wake, path),
    ...promptComplaints(wake, path, kindOf({ kind }, 'loop' in file) === 'task'),
  ]
}

function deadDefaultWake({ file }: Draft): Complaint[] {
  const wake = file.defaults?.wake
  return wake && file.agent?.every((agent) => agent && 'wake' in agent)
    ? scheduleComplaints(wake, ['defaults', 'wake'])
    : []
}

function scheduleComplaints(wake: Partly<WakeKeys>, path: Path): Complaint[] {
  const complaints: Complaint[] = []
  if ('every' in wake && 'cron' in wake) {
    complaints.push({
      path: [...path, 'cron'],
      found: 'every and cron',
      expected: 'one of the two',
      mend: 'remove every or cron',
    })
  }
  if (!('every' in wake) && !('cron' in wake)) {
    complaints.push({
      path,
      found: 'a wake without a time',
      expected: 'every or cron',
      mend: 'add every = "1h" or cron = "0 9 * * 1-5"',
    })
  }
  if ('tz' in wake && !('cron' in wake)) {
    complaints.push({
      path: [...path, 'tz'],
      found: 'tz without cron',
      expected: 'a cron line with it',
      mend: 'remove tz: an interval has no time zone',
    })
  }
  return complaints
}

/** A task may be run again without a new text; everyone else must be told something. */
function promptComplaints(wake: Partly<WakeKeys>, path: Path, isTask: boolean): Complaint[] {
  if ('prompt' in wake && 'prompt_file' in wake) {
    const expected = 'one of the two'
    return [
      {
        path: [...path, 'prompt_file'],
        found: 'prompt and prompt_file',
        expected,
        mend: 'remove prompt or prompt_file',
      },
    ]
  }
  if (isTask || 'prompt' in wake || 'prompt_file' in wake) return []
  return [
    { path, found: 'a wake without a text', expected: 'prompt or prompt_file', mend: 'add prompt = "…"' },
  ]
}
