import { type Draft, defaultPrefix, type PartlyAgent, profileOf, sourceOf, withDefaults } from './draft.ts'
import { MAX_NAME, PLAIN_NAME } from './names.ts'
import { type Complaint, MISSING, unknownName } from './problem.ts'
import { PROFILES } from './schema.ts'

/** Names that stand for something else in events and commands. */
const RESERVED: readonly string[] = ['team']

/** Agents and services: names, and the backends that they stand on. */
export function checkMembers(draft: Draft): Complaint[] {
  const agents = draft.file.agent ?? []
  return [
    ...noMembers(draft),
    ...nameComplaints(draft),
    ...agents.flatMap((agent, index) => (agent ? backendComplaints(draft, agent, index) : [])),
    ...agents.flatMap((agent, index) => (agent ? scriptComplaints(draft, agent, index) : [])),
    ...deadDefaultScript(draft),
    ...backendTables(draft),
  ]
}

function noMembers({ file }: Draft): Complaint[] {
  if (!file.agent || !file.service || file.agent.length + file.service.length > 0) return []
  const expected = 'at least one [[agent]] or [[service]]'
  return [{ path: [], found: 'a team of nobody', expected, mend: 'add [[agent]] with a name and a backend' }]
}

function nameComplaints({ file, folder }: Draft): Complaint[] {
  const prefix = file.watchdog?.session_prefix ?? defaultPrefix(folder)
  const seen = new Set<string>()
  const members = [...numbered('agent', file.agent), ...numbered('service', file.service)]
  return members.flatMap(({ name, path }): Complaint[] => {
    const found = JSON.stringify(name)
    if (RESERVED.includes(name)) {
      return [{ path, found, expected: 'another name', mend: `choose another: ${found} means all of them` }]
    }
    if (seen.has(name)) {
      return [
        {
          path,
          found,
          expected: 'a name of its own',
          mend: 'choose a name that no other agent or service has',
        },
      ]
    }
    seen.add(name)
    if (prefix.length + name.length <= MAX_NAME) return []
    const expected = `at most ${MAX_NAME} characters with the session prefix "${prefix}"`
    return [{ path, found, expected, mend: 'shorten it, or watchdog.session_prefix' }]
  })
}

function numbered(
  table: string,
  members: readonly ({ readonly name?: string | undefined } | undefined)[] = [],
) {
  return members.flatMap((member, index) => {
    return member?.name === undefined ? [] : [{ name: member.name, path: [table, index, 'name'] }]
  })
}

function backendComplaints({ file }: Draft, agent: PartlyAgent, index: number): Complaint[] {
  const merged = withDefaults(file, agent)
  if (!('backend' in merged)) {
    const path = ['agent', index, 'backend']
    return [
      {
        path,
        found: MISSING,
        expected: 'the key backend',
        mend: 'add backend = "claude" here or in [defaults]',
      },
    ]
  }
  const name = merged.backend
  if (name === undefined || !file.backend || Object.hasOwn(file.backend, name) || profileOf(file, name))
    return []
  const known = [
    ...new Set([...Object.keys(file.backend).filter((table) => PLAIN_NAME.test(table)), ...PROFILES]),
  ]
  return [unknownName(sourceOf(agent, index, 'backend'), JSON.stringify(name), name, 'a backend', known)]
}

function scriptComplaints({ file }: Draft, agent: PartlyAgent, index: number): Complaint[] {
  const merged = withDefaults(file, agent)
  const profile = merged.backend === undefined ? null : profileOf(file, merged.backend)
  if (profile === 'scripted' && !('script' in merged)) {
    const mend = 'add script = "FILE.toml", or choose another backend'
    return [{ path: ['agent', index, 'script'], found: MISSING, expected: 'the key script', mend }]
  }
  if (profile === null || profile === 'scripted' || !('script' in agent)) return []
  const mend = 'remove it, or choose a backend whose profile is "scripted"'
  return [
    {
      path: ['agent', index, 'script'],
      found: `a script with profile "${profile}"`,
      expected: 'no script',
      mend,
    },
  ]
}

/** [defaults].script is for scripted agents only; where there is none it does nothing. */
function deadDefaultScript({ file }: Draft): Complaint[] {
  if (!file.defaults || !('script' in file.defaults) || !file.agent) return []
  const isUsed = file.agent.some((agent) => {
    const backend = agent && withDefaults(file, agent).backend
    return backend === undefined || (profileOf(file, backend) ?? 'scripted') === 'scripted'
  })
  const expected = 'no script where no agent is scripted'
  return isUsed
    ? []
    : [{ path: ['defaults', 'script'], found: 'a script that nobody plays', expected, mend: 'remove it' }]
}

function backendTables({ file }: Draft): Complaint[] {
  return Object.entries(file.backend ?? {}).flatMap(([name, table]): Complaint[] => {
    if (!table || 'profile' in table || profileOf(file, name)) return []
    const mend = `add profile = "claude" (or ${PROFILES.slice(1).join(', ')})`
    return [{ path: ['backend', name, 'profile'], found: MISSING, expected: 'the key profile', mend }]
  })
}
