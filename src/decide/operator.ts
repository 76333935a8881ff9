import type { Evidence } from '../model/decision.ts'
import { isAgent, phaseOf, programOf, programs, recall, statePath, takesPart } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { Request } from '../model/request.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'
import { ownWords } from './text.ts'

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
  const names = request.agents.length > 0 ? request.agents : everyone(situation, request)
  // One run ends before the next begins: the request waits for a start or an end that is under way.
  if (request.ask === 'restart' && names.some((name) => isBetweenRuns(situation, name))) return []
  const deeds = names.flatMap((name) => deedsFor(situation, request, name, because))
  return [
    ...holdOthers(situation, request, because),
    ...deeds,
    reply(request, true, describe(request, names), because),
  ]
}

function everyone({ team }: Situation, { ask }: Request): string[] {
  return (ask === 'send' ? team.agents : programs(team)).map((one) => one.name)
}

function isBetweenRuns({ memory }: Situation, name: string): boolean {
  const { run } = recall(memory, name)
  return run === 'starting' || run === 'ending'
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
  const runs = member.run === 'running'
  switch (request.ask) {
    case 'up':
      return bringUp(situation, name, member, because)
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
        ...(runs || member.run === 'starting' || hasLeftovers(member) ? [endIt(name, 'down', because)] : []),
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
      const agent = programOf(situation.team, name)
      if (!agent || !isAgent(agent)) return []
      const draft = ownWords(situation.team, agent, `operator:${request.id}`, request.text)
      return [propose('operator', name, { do: 'queue', draft }, because)]
    }
    default:
      return []
  }
}

/** Who died is started at once, whatever back-off, breaker, `watch` or `heal` say: a person wants it. */
function bringUp(
  { team, memory }: Situation,
  name: string,
  member: Readonly<Member>,
  because: Evidence[],
): Proposal[] {
  const release = propose('operator', name, { do: 'release' }, because)
  const action = { do: 'start', incarnation: member.incarnation + 1, reason: 'up' } as const
  const releases = member.held === 'down' || member.breaker === 'open' ? [release] : []
  const program = programOf(team, name)
  const agent = program && isAgent(program) ? program : null
  const isFinished = agent?.kind === 'task' && member.lastEnd?.status === 0
  const hasNoPart = agent?.kind === 'loop' && !takesPart(team, memory, agent)
  if (member.run !== 'off' || !member.lastEnd || isFinished || hasNoPart) return releases
  return [...releases, propose('operator', name, action, because)]
}

/** It died by itself: its pane, and whatever it had started, may still be there. */
function hasLeftovers({ run, pane }: Readonly<Member>): boolean {
  return run === 'off' && pane !== null
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

/** Whoever runs and shall not is ended, also when a crash came between a person's word and the deed. */
function finishStopping({ memory }: Situation): Proposal[] {
  const stops = memory.stopping !== null && !memory.stopping.keepSessions
  const running = Object.values(memory.members).filter(
    ({ run, ending, held }) => run === 'running' && ending === null && (stops || held === 'down'),
  )
  return running.map((member) =>
    endIt(member.name, 'down', [{ saw: stops ? 'the team is taken down' : 'it was taken down' }]),
  )
}

function reply(request: Request, ok: boolean, text: string, because: Evidence[]): Proposal {
  return propose('operator', 'team', { do: 'answer', request: request.id, ok, text }, because)
}
