import type { Evidence } from '../model/decision.ts'
import { phaseOf, programOf, programs, recall, statePath } from '../model/lookup.ts'
import type { Request } from '../model/request.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'

/** What does a person ask for? Comes first, and is always answered. */
export const operator: Rule = {
  name: 'operator',
  decide(situation) {
    const asked = situation.memory.requests.flatMap((request) => answer(situation, request))
    return [...asked, ...finishStopping(situation)]
  },
}

function answer(situation: Situation, request: Request): Proposal[] {
  const because = [{ saw: `request: ${request.ask}`, ageMs: situation.nowMs - request.askedMs }]
  const unknown = 'agents' in request ? request.agents.filter((name) => !programOf(situation.team, name)) : []
  if (unknown.length > 0)
    return [reply(request, false, `no agent or service is named ${unknown.join(', ')}`, because)]
  const mute =
    request.ask === 'send'
      ? request.agents.filter((name) => !situation.team.agents.some((one) => one.name === name))
      : []
  if (mute.length > 0)
    return [reply(request, false, `${mute.join(', ')} is a service and takes no text`, because)]
  if (request.ask === 'phase' || request.ask === 'phase-next') return setPhase(situation, request, because)
  if (request.ask === 'stop') {
    const stop = propose('operator', 'team', { do: 'stop', keepSessions: request.keepSessions }, because)
    return [
      stop,
      reply(request, true, request.keepSessions ? 'the watchdog stops' : 'all sessions are ended', because),
    ]
  }
  const names = request.agents.length > 0 ? request.agents : programs(situation.team).map((one) => one.name)
  const deeds = names.flatMap((name) => deedsFor(situation, request, name, because))
  return [
    ...holdOthers(situation, request, because),
    ...deeds,
    reply(request, true, describe(request, names), because),
  ]
}

/** Words for what a request asks, as its answer. */
function describe(request: Request, names: readonly string[]): string {
  const verb = {
    up: 'up',
    down: 'down',
    restart: 'restarting',
    pause: 'paused',
    resume: 'resumed',
    send: 'queued for',
  }
  return `${verb[request.ask as keyof typeof verb] ?? request.ask}: ${names.join(', ')}`
}

function deedsFor(situation: Situation, request: Request, name: string, because: Evidence[]): Proposal[] {
  const member = recall(situation.memory, name)
  const runs = member.run === 'running' || member.run === 'starting'
  switch (request.ask) {
    case 'up':
      return member.held === 'down' || member.breaker === 'open'
        ? [propose('operator', name, { do: 'release' }, because)]
        : []
    case 'resume':
      return [
        propose('operator', name, { do: 'release' }, because),
        ...(member.parked ? [propose('operator', name, { do: 'unpark' }, because)] : []),
      ]
    case 'pause':
      return [propose('operator', name, { do: 'hold', as: 'paused' }, because)]
    case 'down':
      return [
        propose('operator', name, { do: 'hold', as: 'down' }, because),
        ...(runs ? [endIt(name, 'down', because)] : []),
      ]
    case 'restart': {
      const again = propose(
        'operator',
        name,
        { do: 'start', incarnation: member.incarnation + 1, reason: 'operator' },
        because,
      )
      return [
        propose('operator', name, { do: 'release' }, because),
        runs ? endIt(name, 'operator', because) : again,
      ]
    }
    case 'send': {
      const draft = {
        key: `operator:${request.id}`,
        agent: name,
        kind: 'operator',
        line: request.text,
        tagged: false,
        file: null,
      } as const
      return [propose('operator', name, { do: 'queue', draft }, because)]
    }
    default:
      return []
  }
}

function endIt(name: string, reason: 'down' | 'operator', because: Evidence[]): Proposal {
  return propose('operator', name, { do: 'end', reason, thenStart: reason === 'operator' }, because)
}

/** The first `up` of a team that names some agents leaves the others down. */
function holdOthers({ team, memory }: Situation, request: Request, because: Evidence[]): Proposal[] {
  if (request.ask !== 'up' || request.agents.length === 0) return []
  if (Object.values(memory.members).some((member) => member.incarnation > 0)) return []
  const others = programs(team).filter((program) => !request.agents.includes(program.name))
  return others.map((program) => propose('operator', program.name, { do: 'hold', as: 'down' }, because))
}

function setPhase({ team, memory }: Situation, request: Request, because: Evidence[]): Proposal[] {
  const phases = team.loop?.phases ?? []
  const index = phases.findIndex((phase) => phase.id === memory.phase.current)
  const wanted = request.ask === 'phase' ? phaseOf(team.loop, request.phase) : phases[index + 1]
  if (!wanted) {
    const known = phases.map((phase) => phase.id).join(', ')
    const text =
      request.ask === 'phase'
        ? `no phase has the id ${request.phase}; there are: ${known}`
        : 'this is the last phase'
    return [reply(request, false, text, because)]
  }
  // Its marker may stand there already; only one that is pushed from now on counts.
  const ignoreBlob = team.loop
    ? (memory.repository?.statusBlobs[statePath(team.loop, wanted.status)] ?? null)
    : null
  const action = memory.phase.complete
    ? ({ do: 'reopen', phase: wanted.id, ignoreBlob } as const)
    : ({ do: 'begin-phase', phase: wanted.id, from: memory.phase.current, ignoreBlob } as const)
  const begin = propose('operator', 'team', action, because)
  return [begin, reply(request, true, `phase is ${wanted.id}`, because)]
}

function finishStopping({ memory }: Situation): Proposal[] {
  if (!memory.stopping || memory.stopping.keepSessions) return []
  const running = Object.values(memory.members).filter((member) => member.run === 'running')
  return running.map((member) =>
    propose('operator', member.name, { do: 'end', reason: 'down', thenStart: false }, [
      { saw: 'the team is taken down' },
    ]),
  )
}

function reply(request: Request, ok: boolean, text: string, because: Evidence[]): Proposal {
  return propose('operator', 'team', { do: 'answer', request: request.id, ok, text }, because)
}
