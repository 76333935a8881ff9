import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Message, typedText } from '../../src/model/message.ts'
import { pause, pollUntil } from '../../src/system/poll.ts'
import { DeliveryTeam } from '../support/delivery-team.ts'
import type { Watchdog } from '../support/watchdog-process.ts'

/** Each round kills the watchdog in the middle of a person's text to one agent and a ping to the other. */
const ROUNDS = 16
const AGENTS = ['told', 'pinged']

const team = new DeliveryTeam()
let watchdog: Watchdog

beforeAll(async () => {
  team.configAgents(
    { told: {}, pinged: { keys: 'kind = "loop"' } },
    '[loop]\nrepo = "origin.git"\nphases = [{ id = "only", status = "STATUS.md" }]\n[loop.handoff]\nclaim_pings = "pinged"\n',
  )
  watchdog = await team.start()
  await team.untilReady(['told', 'pinged'])
})
afterAll(() => team.close())

/** Points in the life of a text, as seen from outside. */
const POINTS: readonly ((agent: string, text: string) => boolean)[] = [
  // It is asked for, nothing more.
  () => true,
  // It is queued, or the intent to type it is recorded.
  (agent, text) => team.messagesTo(agent).some(({ line }) => line.includes(text)),
  // It stands in the input box.
  (agent, text) => boxOf(agent).includes(text),
  // It was submitted, and the watchdog may know it already.
  (agent, text) => timesTaken(agent, text) > 0,
]

test('a watchdog that is killed while it types doubles no text, and loses none in silence', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = `round ${round}.`
    const watched = AGENTS[Math.floor(round / POINTS.length) % AGENTS.length] ?? ''
    team.send('told', text)
    team.person.say(`claim(r${round}): ${text}`)
    const isThere = () => POINTS[round % POINTS.length]?.(watched, text) === true
    await pollUntil(isThere, { deadlineMs: 5_000, everyMs: 1 })
    // At the same point not always in the same millisecond.
    await pause(round % 3)
    await watchdog.end('SIGKILL')
    watchdog = await team.start()
    for (const agent of AGENTS) await team.untilSettled(agent, round + 1)
  }
  for (const agent of AGENTS) {
    const messages = team.messagesTo(agent)
    expect(messages, JSON.stringify(messages.slice(-4))).toHaveLength(ROUNDS)
    expect(messages.filter((message) => !isAccountedFor(message))).toEqual([])
    expect(team.submittedTo(agent)).toHaveLength(new Set(team.submittedTo(agent)).size)
  }
}, 180_000)

test('a text that a person asked for is never recorded without the answer to the request', async () => {
  const asked = () => team.facts('request').length
  for (let text = 0; text < 10; text += 1) {
    const before = asked()
    team.send('told', `text ${text}.`)
    // Between any two reads the watchdog could have been killed.
    await pollUntil(() => unanswered().length > 0 || asked() > before, { deadlineMs: 5_000, everyMs: 0 })
    await pollUntil(() => unanswered().length > 0 || team.memory().requests.length === 0, {
      deadlineMs: 5_000,
      everyMs: 0,
    })
    expect(unanswered()).toEqual([])
  }
})

/** Texts of requests that a watchdog which begins now would carry out again. */
function unanswered(): Message[] {
  const open = team.memory().requests.map(({ id }) => `operator:${id}`)
  return team.messagesTo('told').filter(({ key }) => open.includes(key))
}

/** The rows between the last two rules of the screen. */
function boxOf(agent: string): string {
  return team.screen(agent).split(/^─+$/m).at(-2) ?? ''
}

/** Accepted and taken once; or failed with its reason, and taken at most once. */
function isAccountedFor(message: Message): boolean {
  const times = timesTaken(message.agent, typedText(message))
  return message.state === 'accepted' ? times === 1 : message.why !== '' && times <= 1
}

function timesTaken(agent: string, text: string): number {
  return team.submittedTo(agent).filter((taken) => taken.includes(text)).length
}
