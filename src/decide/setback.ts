import { recall, takesPart } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { PaneSeen } from '../model/observation.ts'
import type { SetbackMemory } from '../model/setback.ts'
import type { Agent } from '../model/team.ts'
import { asks, works } from '../model/testimony.ts'
import { counted } from '../model/time.ts'
import { compact, goOn } from './context.ts'
import { standingSetback } from './limit-seen.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'
import { draft } from './text.ts'

/** CLIs try ten times themselves, for some three minutes; the first word of ours comes soon, each later one four times later. */
const FIRST_NUDGE_MS = 30_000
const LONGEST_NUDGE_MS = 30 * 60_000
/** After so many a person is told; an outage of a night is still survived, one short text in half an hour. */
const TOLD_AFTER = 5

/** Was a turn ended by an error that its CLI does not mend itself? A nudge, a fresh run, or a person, by the kind of it. */
export const setback: Rule = {
  name: 'setback',
  decide(situation) {
    return situation.team.agents.flatMap((agent) => {
      const member = recall(situation.memory, agent.name)
      const pane = situation.seen.sessions[agent.name]
      const met = standingSetback(member)
      const isAble = member.run === 'running' && member.held === null && !member.parked
      if (!isAble || pane?.kind !== 'here' || !isAtRest(pane)) return []
      return met
        ? answer(situation, agent, { member, pane, met })
        : observed(situation, goOn(situation, agent, member))
    })
  },
}

/** When an agent whose turn failed is told to go on, wall ms. */
export function nudgeDueMs({ setbacks }: Readonly<Member>, { atMs }: SetbackMemory): number {
  const times = Math.min(Math.max(0, setbacks - 1), 30)
  return atMs + Math.min(LONGEST_NUDGE_MS, FIRST_NUDGE_MS * 4 ** times)
}

/** What is said of a setback to a person. */
export function describeSetback({ kind, words }: SetbackMemory): string {
  const what = {
    limit: 'a usage limit',
    failure: 'its turn ended by an error',
    context: 'its context is full',
    login: 'its login is lost',
    money: 'its account has no money left',
  }[kind]
  return words === '' ? what : `${what} (${words})`
}

function isAtRest({ dead, state }: PaneSeen): boolean {
  return !dead && !works(state) && !asks(state)
}

function answer(
  situation: Situation,
  agent: Agent,
  about: { readonly member: Readonly<Member>; readonly pane: PaneSeen; readonly met: SetbackMemory },
): Proposal[] {
  const { member, met } = about
  switch (met.kind) {
    case 'limit':
      return []
    case 'failure':
      return [
        ...nudge(situation, agent, member, met),
        ...(member.setbacks > TOLD_AFTER ? tellPerson(situation, agent, member, met) : []),
      ]
    case 'context':
      return makeRoom(situation, agent, about)
    default:
      return tellPerson(situation, agent, member, met)
  }
}

/** Once for each failed turn: the next failure is another one, with a longer wait before it. */
function nudge(situation: Situation, agent: Agent, member: Readonly<Member>, met: SetbackMemory): Proposal[] {
  const { team, memory, nowMs } = situation
  const key = `go-on:${agent.name}:${met.atMs}`
  const isTold = Object.values(memory.messages).some((message) => message.key === key)
  const hasWork = agent.kind !== 'loop' || takesPart(team, memory, agent)
  if (nowMs < nudgeDueMs(member, met) || isTold || !hasWork) return []
  const text = 'Your last turn was cut short by an error of the service. Go on with what you were doing.'
  const message = draft(team, memory, agent, { key, kind: 'nudge', text })
  const tell = propose(
    'setback',
    agent.name,
    { do: 'queue', draft: message },
    evidence(situation, member, met),
  )
  return [team.watchdog.heal === 'observe' ? withhold(tell, 'heal = "observe"') : tell]
}

/** Its CLI's own command, or a fresh run. A context that is full again and again is not mended by one more run. */
function makeRoom(situation: Situation, agent: Agent, about: Parameters<typeof answer>[2]): Proposal[] {
  const { member, met } = about
  if (member.setbacks > TOLD_AFTER) return tellPerson(situation, agent, member, met)
  const because = evidence(situation, member, met)
  const end = propose('setback', agent.name, { do: 'end', reason: 'context', thenStart: true }, because)
  return observed(situation, compact(situation, agent, about, because) ?? [end])
}

/** As they are, or withheld where nothing is to be healed. */
function observed({ team }: Situation, proposals: readonly Proposal[]): Proposal[] {
  return proposals.map((one) => (team.watchdog.heal === 'observe' ? withhold(one, 'heal = "observe"') : one))
}

function tellPerson(
  situation: Situation,
  { name }: Agent,
  member: Readonly<Member>,
  met: SetbackMemory,
): Proposal[] {
  if (situation.memory.alarms[`needs-human ${name}`] !== undefined) return []
  const text = `${name} cannot go on: ${describeSetback(met)}. Look at it: agents attach ${name}`
  return [
    propose('setback', name, { do: 'alarm', kind: 'needs-human', text }, evidence(situation, member, met)),
  ]
}

function evidence(
  { nowMs }: Situation,
  { setbacks }: Readonly<Member>,
  met: SetbackMemory,
): Proposal['because'] {
  return [
    { saw: `transcript: ${describeSetback(met)}`, ageMs: nowMs - met.atMs },
    { saw: `${counted(setbacks, 'such turn')} in a row` },
  ]
}
