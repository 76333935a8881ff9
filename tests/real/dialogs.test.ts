import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeliveryTeam } from '../support/delivery-team.ts'

const team = new DeliveryTeam()
const dialog = (title: string, options: readonly string[], dangerous = 1) =>
  `{ dialog = { title = ${JSON.stringify(title)}, options = ${JSON.stringify(options)}, dangerous = ${dangerous} } }`
const trust = (folder: string) => dialog(`Trust this folder? ${folder}`, ['No, exit', 'Yes, trust it'])

beforeAll(async () => {
  team.configAgents(
    {
      trusting: { script: `start = [${trust(team.folder)}]` },
      elsewhere: { script: `start = [${trust('/etc')}]` },
      strange: { script: `start = [${dialog('Delete it all?', ['Yes', 'No'])}]` },
      unsure: { script: `start = [${trust(team.folder)}]`, keys: 'backend = "manual"' },
      limited: {
        script: `[[turn]]\nwhen = "work"\nsteps = [${dialog('The limit is reached. What now?', ['Upgrade now', 'Wait for the reset'])}]`,
      },
      asking: {
        script: `[[turn]]\nwhen = "work"\nsteps = [${dialog('Do you want to run rm -rf build?', ['Yes', 'No'])}]`,
      },
    },
    '[backend.manual]\nprofile = "scripted"\nanswer_dialogs = false\n',
  )
  await team.start()
})

afterAll(() => team.close())

/** Keys that the watchdog pressed in an agent's dialogs. */
function keys(agent: string): string[] {
  return team
    .sentences(new RegExp(` dialog: press .* of ${agent}, `))
    .map((line) => /press (\w+)/.exec(line)?.[1] ?? '')
}

function picked(agent: string): unknown[] {
  return team.transcript(agent).flatMap(({ event, text }) => (event === 'dialog' ? [text] : []))
}

test('a known dialog is answered step by step: the destructive row that was chosen is not taken', async () => {
  await team.untilReady(['trusting'])
  expect(keys('trusting')).toEqual(['Down', 'Enter'])
  expect(picked('trusting')).toEqual(['Yes, trust it'])
  expect(team.sentences(/trusting: #\d+ chosen now: Yes, trust it$/)).toHaveLength(1)
  expect(team.member('trusting').incarnation).toBe(1)
})

test('trust for a folder that is not its own is refused: no key, and the record says why', async () => {
  await team.until('the answer is refused', () => team.sentences(/elsewhere: .*not its cwd/).length > 0)
  await team.until('it counts as waiting', () => team.member('elsewhere').verdict.name === 'waiting')
  expect(team.screen('elsewhere')).toContain('❯ 1. No, exit')
  expect(picked('elsewhere')).toEqual([])
  expect(keys('elsewhere')).toEqual(['Down'])
})

test('an unknown dialog is left alone', async () => {
  await team.until('it counts as waiting', () => team.member('strange').verdict.name === 'waiting')
  team.send('strange', 'hello')
  await team.untilWithheld('strange', 'a dialog is open: Delete it all?')
  expect(keys('strange')).toEqual([])
  expect(team.member('strange').verdict.detail).toBe('on a dialog: Delete it all?')
  expect(team.screen('strange')).toContain('❯ 1. Yes')
})

test('a limit’s menu is answered with waiting, not with the upgrade that was chosen', async () => {
  await team.untilReady(['limited'])
  team.send('limited', 'work')
  await team.until('it is answered', () => picked('limited').length > 0)
  expect(picked('limited')).toEqual(['Wait for the reset'])
  expect(keys('limited')).toEqual(['Down', 'Enter'])
})

test('texts for an agent that asks for permission approve nothing', async () => {
  await team.untilReady(['asking'])
  team.send('asking', 'work')
  await team.untilScreen('asking', 'Do you want to run rm -rf build?')
  for (const text of ['go on', 'yes', '1']) team.send('asking', text)
  await team.untilWithheld('asking', 'a dialog is open: Do you want to run rm -rf build?')
  expect(team.member('asking').verdict.detail).toBe('on permission: Do you want to run rm -rf build?')
  expect(picked('asking')).toEqual([])
  team.press('asking', 'Down', 'Enter')
  await team.untilSettled('asking', 4)
  expect(picked('asking')).toEqual(['No'])
  expect(team.submittedTo('asking')).toEqual(['work', 'go on', 'yes', '1'])
})

test('with answer_dialogs = false a person answers; switched on, the watchdog does', async () => {
  await team.until('it counts as waiting', () => team.member('unsure').verdict.name === 'waiting')
  expect(keys('unsure')).toEqual([])
  team.write('agents.toml', (team.read('agents.toml') ?? '').replace('answer_dialogs = false', ''))
  await team.untilReady(['unsure'])
  expect(picked('unsure')).toEqual(['Yes, trust it'])
  expect(team.member('unsure').incarnation).toBe(1)
})
