import { afterAll, beforeAll, expect, test } from 'vitest'
import { typedText } from '../../src/model/message.ts'
import { isInvisible } from '../../src/model/proof.ts'
import { cleanForTyping } from '../../src/model/text.ts'
import { DeliveryTeam } from '../support/delivery-team.ts'
import { nastyTexts } from '../support/nasty-texts.ts'

const SEED = 7
const TEXTS = 200
const AGENTS = ['first', 'second', 'third', 'fourth']
const DEADLINE_MS = 150_000

const team = new DeliveryTeam()

beforeAll(async () => {
  team.configAgents(Object.fromEntries(AGENTS.map((name) => [name, {}])))
  await team.start()
  await team.untilReady(AGENTS)
})
afterAll(() => team.close())

test(
  `a text is submitted once and as it was sent; only one that cannot be seen fails, with a reason (seed ${SEED})`,
  async () => {
    for (const [index, text] of nastyTexts(TEXTS, SEED).entries())
      team.send(AGENTS[index % AGENTS.length] ?? '', text)
    for (const agent of AGENTS) {
      const messages = await team.untilSettled(agent, TEXTS / AGENTS.length, DEADLINE_MS)
      const accepted = messages.filter(({ state }) => state === 'accepted')
      expect(team.submittedTo(agent)).toEqual(accepted.map((message) => cleanForTyping(typedText(message))))
      const lost = messages.filter(({ state, line }) => state === 'failed' && !isInvisible(line))
      expect(lost).toEqual([])
    }
  },
  DEADLINE_MS,
)
