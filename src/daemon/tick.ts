import { act } from '../act/act.ts'
import { decide } from '../decide/decide.ts'
import { nextLookMs } from '../decide/pace.ts'
import type { Situation } from '../decide/rule.ts'
import { STAGES } from '../decide/rules.ts'
import { judge } from '../decide/verdict.ts'
import type { Decision, Withheld } from '../model/decision.ts'
import type { Entry, Event } from '../model/event.ts'
import { programs } from '../model/lookup.ts'
import { withheldKey } from '../model/memory.ts'
import { notice } from '../observe/notice.ts'
import { observe } from '../observe/observe.ts'
import { hasOutcome } from '../store/fold-decision.ts'
import { removeAll } from '../system/files.ts'
import { waitAtMost } from '../system/poll.ts'
import { bookTokens } from './book-tokens.ts'
import { takeRequests } from './requests.ts'
import { append, attempt, troublesOf, type World } from './world.ts'

/** A tick waits this long for its deeds, about as long as one text takes; longer ones go on beside the next ticks. */
const DEEDS_TAKE_MS = 300

/** Look, record, decide, record the intent, act, record the outcome. Returns when to look again, ms from now. */
export async function tick(world: World): Promise<number> {
  append(world, world.config.refresh())
  const { team } = world.config
  const { memory } = world.record
  const requests = takeRequests(team)
  const troubles = [...troublesOf(world), ...requests.troubles]
  const seen = await observe(world.eyes, team, memory, { requests: requests.requests, troubles })
  append(
    world,
    notice(memory, seen, world.before).map((fact) => ({ type: 'fact', fact })),
  )
  const { isBooked, isReadingBehind } = await bookTokens(world, seen)
  attempt(world, 'request files are not removed', requests.clear)
  attempt(world, 'hook files are not removed', () => removeAll(world.eyes.hooks.read()))
  world.before = seen.at
  // What is not booked yet belongs into the next records, too.
  const situation: Situation = { nowMs: seen.at.wallMs, team, seen: { ...seen, isReadingBehind }, memory }
  append(world, verdicts(situation))
  for (const rules of STAGES) {
    const { decisions, withheld } = decide(rules, situation)
    const decided = decisions.map((decision): Entry => ({ type: 'decided', decision }))
    // In one transaction: what a person asked for is never recorded without its answer, and so never done twice.
    for (const intent of append(world, [...news(situation, withheld), ...decided])) carryOut(world, intent)
  }
  await waitAtMost(Promise.all(world.underWay.values()), DEEDS_TAKE_MS)
  // To read it all again at once would not make room on the disk.
  return nextLookMs(isBooked ? situation : { ...situation, seen: { ...seen, isReadingBehind: false } })
}

/** Does the deed of a recorded intent, then records the outcome. */
function carryOut(world: World, intent: Event): void {
  if (intent.type !== 'decided' || !hasOutcome(intent.decision.action)) return
  const { decision } = intent
  const doing = inLane(world, decision, async () => {
    const deed = { decision, team: world.config.team, memory: world.record.memory, teamId: world.teamId }
    const outcome = await act(world.hands, deed)
    append(world, [{ type: 'done', of: intent.seq, target: decision.target, outcome }])
    world.underWay.delete(intent.seq)
  })
  world.underWay.set(intent.seq, doing)
}

/** What touches one pane is done one after the other: an end that comes while a start is under way ends that run. */
function inLane({ hands }: World, { action, target }: Decision, deed: () => Promise<void>): Promise<void> {
  return action.do === 'alarm' ? deed() : hands.lanes.run(`member ${target}`, deed)
}

/** Verdicts that differ from the last ones. */
function verdicts(situation: Situation): Entry[] {
  return programs(situation.team).flatMap(({ name }): Entry[] => {
    const { verdict, because } = judge(situation, name)
    const before = situation.memory.members[name]?.verdict
    const same =
      before?.name === verdict.name &&
      before.noProgressSinceMs === verdict.noProgressSinceMs &&
      (verdict.name === 'working' || before.detail === verdict.detail)
    return same ? [] : [{ type: 'fact', fact: { what: 'verdict', member: name, verdict, because } }]
  })
}

/** What is withheld for another reason than the last time. */
function news({ memory }: Situation, withheld: readonly Withheld[]): Entry[] {
  const fresh = withheld.filter(({ rule, target, by }) => memory.withheld[withheldKey(rule, target)] !== by)
  return fresh.map(({ by, ...decision }) => ({ type: 'withheld', decision, by }))
}
