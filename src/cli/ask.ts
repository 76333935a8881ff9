import type { Event } from '../model/event.ts'
import type { Ask } from '../model/request.ts'
import { dropRequest, findRequests, removeRequest } from '../store/requests.ts'
import { pollUntil } from '../system/poll.ts'
import { failure, notRunning } from './exit.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { isWatched } from './watchdog-state.ts'

/** A request wakes the watchdog at once; longer than this only a hanging one takes. */
const ANSWER_TAKES_MS = 15_000
/** How often a command looks into the record while it waits: unnoticed by a person, cheap for the machine. */
const LOOK_EVERY_MS = 100

/** What the watchdog answered, and every event that it recorded from the question on. */
export interface Answer {
  readonly request: string
  readonly ok: boolean
  readonly text: string
  readonly events: readonly Event[]
}

/** Asks the running watchdog and waits for its answer. Throws when it is not running, is silent, or says no. */
export async function ask(at: TeamAtHand, what: Ask): Promise<Answer> {
  if (!isWatched(at)) throw notRunning('The watchdog of this team is not running.')
  at.record.refresh()
  const request = dropRequest(at.stateDir, what, Date.now())
  const answer = await awaitAnswer(at, request, ANSWER_TAKES_MS)
  if (!answer) throw unanswered(at, request)
  if (!answer.ok) throw failure(`The watchdog refused: ${answer.text}.`, 'See what there is: agents status')
  return answer
}

/** Waits for the answer to a request; null when it does not come in time. */
export async function awaitAnswer(
  at: TeamAtHand,
  request: string,
  deadlineMs: number,
): Promise<Answer | null> {
  const events: Event[] = []
  const find = () => events.map(answerIn).find((one) => one?.request === request)
  await waitUntil(at, (fresh) => events.push(...fresh) > 0 && find() !== undefined, deadlineMs)
  const found = find()
  return found ? { request, ok: found.ok, text: found.text, events } : null
}

/** Looks into the record until `probe` says yes to what is new there; true when it did before the deadline. */
export function waitUntil(
  { record }: Pick<TeamAtHand, 'record'>,
  probe: (fresh: readonly Event[]) => boolean,
  deadlineMs: number,
): Promise<boolean> {
  return pollUntil(() => probe(record.refresh()), { deadlineMs, everyMs: LOOK_EVERY_MS })
}

function answerIn(event: Event) {
  const action = event.type === 'decided' ? event.decision.action : null
  return action?.do === 'answer' ? action : null
}

/** Takes a request back that nobody answered: it must not surprise anyone later. */
export function takeBack({ stateDir }: Pick<TeamAtHand, 'stateDir'>, request: string): void {
  for (const found of findRequests(stateDir)) if (found.request?.id === request) removeRequest(found)
}

function unanswered(at: TeamAtHand, request: string): Error {
  takeBack(at, request)
  if (!isWatched(at)) return notRunning('The watchdog ended before it answered.')
  return failure(
    `The watchdog did not answer within ${ANSWER_TAKES_MS / 1000} s; the request is taken back.`,
    'See whether it hangs: agents status',
  )
}
