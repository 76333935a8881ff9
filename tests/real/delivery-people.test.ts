import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { pause } from '../../src/system/poll.ts'
import { DeliveryTeam } from '../support/delivery-team.ts'
import { Person } from '../support/person.ts'

const team = new DeliveryTeam()
const people: Person[] = []

beforeAll(async () => {
  team.configAgents(
    {
      reader: {},
      leaver: {},
      hasty: { keys: 'backend = "slow"' },
      quiet: { script: 'start = [{ swallow_enter = 1 }]' },
    },
    '[backend.slow]\nprofile = "scripted"\nsubmit_delay = "2s"\n',
  )
  await team.start()
  await team.untilReady(['reader', 'leaver', 'hasty', 'quiet'])
})
afterEach(() => {
  for (const person of people.splice(0)) person.close()
})
afterAll(() => team.close())

async function attach(agent: string): Promise<Person> {
  const person = await Person.attach(team, agent)
  people.push(person)
  return person
}

test('who scrolls in a pane is not disturbed; the text comes when they leave copy mode', async () => {
  const person = await attach('reader')
  await person.scroll()
  team.send('reader', 'when you are done')
  await team.untilWithheld('reader', 'a person scrolls in the pane')
  expect(person.isInCopyMode()).toBe(true)
  await person.leaveCopyMode()
  await team.untilSettled('reader')
  expect(team.submittedTo('reader')).toEqual(['when you are done'])
})

test('a pane that was left in copy mode gets its text when its person detaches', async () => {
  const person = await attach('leaver')
  await person.scroll()
  team.send('leaver', 'when you are gone')
  await team.untilWithheld('leaver', 'a person scrolls in the pane')
  await person.detach()
  await team.untilSettled('leaver')
  expect(team.submittedTo('leaver')).toEqual(['when you are gone'])
})

test('a submit key that is due again leaves the copy mode that nobody looks at', async () => {
  team.send('quiet', 'heard at last')
  await team.until('it is submitted', () => team.messagesTo('quiet')[0]?.state === 'submitted')
  team.tmux('copy-mode', '-t', '=t-quiet:')
  await team.untilSettled('quiet')
  expect(team.submittedTo('quiet')).toEqual(['heard at last'])
  expect(team.pressings('quiet')).toBe(1)
})

test('words that a person types behind our text are not submitted; ours is, once it stands alone again', async () => {
  const person = await attach('hasty')
  team.send('hasty', 'our own words')
  await team.untilScreen('hasty', '❯ our own words')
  // The watchdog has seen its text by now, and waits out the two seconds before the submit key.
  await pause(500)
  person.type(' and mine')
  await team.untilWithheld('hasty', 'words of a person stand beside our text')
  expect(team.submittedTo('hasty')).toEqual([])
  expect(team.screen('hasty')).toContain('❯ our own words and mine')
  person.type('\x7f'.repeat(' and mine'.length))
  await team.untilSettled('hasty')
  expect(team.submittedTo('hasty')).toEqual(['our own words'])
  expect(team.typings('hasty')).toBe(1)
})
