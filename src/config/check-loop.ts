import { type Draft, kindOf, withDefaults } from './draft.ts'
import type { Path } from './positions.ts'
import { type Complaint, unknownName } from './problem.ts'

/** Phases, their agents, and who is pinged. */
export function checkLoop(draft: Draft): Complaint[] {
  const loop = draft.file.loop
  if (!loop) return []
  const { phases = [], handoff } = loop
  return [
    ...noPhases(loop.phases),
    ...noLoopAgent(draft),
    ...twice(phases.map((phase, index) => ({ word: phase?.id, path: ['loop', 'phases', index, 'id'] }))),
    ...twice(filesOf(draft), (word) => word.toLowerCase()),
    ...phases.flatMap((phase, index) =>
      phaseAgents(draft, phase?.agents, ['loop', 'phases', index, 'agents']),
    ),
    ...targets(draft, handoff?.claim_pings, ['loop', 'handoff', 'claim_pings']),
    ...targets(draft, handoff?.review_pings, ['loop', 'handoff', 'review_pings']),
    ...(handoff?.inboxes ?? []).flatMap((inbox, index) => {
      return targets(draft, inbox?.pings, ['loop', 'handoff', 'inboxes', index, 'pings'])
    }),
  ]
}

function noPhases(phases: readonly unknown[] | undefined): Complaint[] {
  if (phases?.length !== 0) return []
  const mend = 'add { id = "core", status = "STATUS-core.md" }'
  return [{ path: ['loop', 'phases'], found: 'an empty list', expected: 'at least one phase', mend }]
}

function noLoopAgent({ file }: Draft): Complaint[] {
  const agents = file.agent
  if (!agents || agents.length === 0 || agents.some((agent) => !agent || isLoop(file, agent))) return []
  const expected = 'at least one agent of kind "loop"'
  return [
    {
      path: ['loop'],
      found: 'a loop without agents',
      expected,
      mend: 'give an agent kind = "loop", or remove [loop]',
    },
  ]
}

function isLoop(file: Draft['file'], agent: Parameters<typeof withDefaults>[1]): boolean {
  return kindOf(withDefaults(file, agent), true) === 'loop'
}

/** Status files and inboxes share one folder, on some machines one that ignores case. */
function filesOf({ file }: Draft): Word[] {
  const phases = file.loop?.phases ?? []
  const inboxes = file.loop?.handoff?.inboxes ?? []
  return [
    ...phases.map((phase, index) => ({ word: phase?.status, path: ['loop', 'phases', index, 'status'] })),
    ...inboxes.map((inbox, index) => ({
      word: inbox?.file,
      path: ['loop', 'handoff', 'inboxes', index, 'file'],
    })),
  ]
}

interface Word {
  readonly word: string | undefined
  readonly path: Path
}

function twice(words: readonly Word[], same: (word: string) => string = (word) => word): Complaint[] {
  const seen = new Set<string>()
  return words.flatMap(({ word, path }): Complaint[] => {
    if (word === undefined) return []
    const key = same(word)
    if (!seen.has(key)) return seen.add(key) && []
    const mend = 'choose one that no other phase or inbox has'
    return [
      {
        path,
        found: `${JSON.stringify(word)} for the second time`,
        expected: 'a name of its own',
        mend,
      },
    ]
  })
}

function phaseAgents(draft: Draft, names: Names, path: Path): Complaint[] {
  const { file, agentNames } = draft
  const agents = (file.agent ?? []).filter((agent) => agent?.name !== undefined)
  const loopNames = agents.flatMap((agent) => (agent?.name && isLoop(file, agent) ? [agent.name] : []))
  if (names?.length === 0) {
    return [
      {
        path,
        found: 'an empty list',
        expected: 'at least one agent',
        mend: 'name one, or remove the key: then all take part',
      },
    ]
  }
  return present(names).flatMap(({ name, index }): Complaint[] => {
    const at = [...path, index]
    if (!agentNames.includes(name))
      return [unknownName(at, JSON.stringify(name), name, 'a loop agent', loopNames)]
    if (loopNames.includes(name) || !agents.some((agent) => agent?.name === name)) return []
    return [
      {
        path: at,
        found: `${JSON.stringify(name)}, which is no loop agent`,
        expected: 'a loop agent',
        mend: `give ${name} kind = "loop"`,
      },
    ]
  })
}

function targets(draft: Draft, names: Names, path: Path): Complaint[] {
  return present(names).flatMap(({ name, index }): Complaint[] => {
    const at = [...path, index]
    if (draft.agentNames.includes(name)) return []
    if (!draft.serviceNames.includes(name))
      return [unknownName(at, JSON.stringify(name), name, 'an agent', draft.agentNames)]
    return [
      {
        path: at,
        found: `${JSON.stringify(name)}, which is a service`,
        expected: 'an agent',
        mend: 'name an agent: a service takes no text',
      },
    ]
  })
}

type Names = readonly (string | undefined)[] | undefined

function present(names: Names): { name: string; index: number }[] {
  return (names ?? []).flatMap((name, index) => (name === undefined ? [] : [{ name, index }]))
}
