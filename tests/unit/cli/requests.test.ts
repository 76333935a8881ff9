import { existsSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Request } from '../../../src/model/request.ts'
import { findRequests } from '../../../src/store/requests.ts'
import { answer, decided, done, RecordedTeam, withheld } from '../../support/recorded-team.ts'

let team: RecordedTeam
beforeEach(() => {
  team = new RecordedTeam()
})
afterEach(() => team.close())

test.each([
  [['pause', 'builder']],
  [['resume', 'builder']],
  [['restart', 'builder']],
  [['send', 'builder', 'hi']],
  [['phase', 'next']],
  [['phase', 'set', 'core']],
  [['down', 'builder']],
])('%s needs a running watchdog: exit 3, and nothing is left to be carried out later', async (argv) => {
  const { code, err } = await team.run(...argv)
  expect(code).toBe(3)
  expect(err).toContain('agents up')
  expect(findRequests(team.stateDir)).toEqual([])
})

test.each([
  [['pause', 'bulider'], 'Did you mean "builder"?'],
  [['attach', 'nobody'], 'There are: builder, adversary, desk, preview'],
  [['why', 'advrsary'], 'Did you mean "adversary"?'],
  [['send', 'preview', 'hi'], '"preview" is a service; it takes no text.'],
  [['send', 'builder', '  '], 'The text is empty.'],
  [['send', 'builder', 'hi', '--wait', 'long'], '"long" is no span of time.'],
  [['phase', 'set', 'polsh'], 'Did you mean "polish"?'],
  [['down', '--keep-sessions', 'builder'], '--keep-sessions is about the whole team.'],
])('%s is wrong usage, and the message names the mend', async (argv, message) => {
  const { code, err } = await team.watched().run(...argv)
  expect(code).toBe(2)
  expect(err).toContain(message)
})

test('pause asks the watchdog and tells its answer', async () => {
  team.watched()
  let asked: Request | null = null
  const { code, out } = await team.runAnswered(['pause', 'builder', 'desk'], (request) => {
    asked = request
    return [answer(request, true, 'paused: builder, desk')]
  })
  expect(asked).toMatchObject({ ask: 'pause', agents: ['builder', 'desk'] })
  expect(code).toBe(0)
  expect(out).toContain('paused: builder, desk. ')
  expect(out).toContain('agents resume builder desk')
})

test('a refusal of the watchdog is a failure with its reason', async () => {
  const argv = ['phase', 'next']
  const run = await team
    .watched()
    .runAnswered(argv, (request) => [answer(request, false, 'this is the last phase')])
  expect(run).toMatchObject({ code: 1, err: expect.stringContaining('this is the last phase') })
})

/** Queues the text as the operator rule does. */
function queued(request: Request) {
  const key = `operator:${request.id}`
  const line = 'text' in request ? request.text : ''
  const draft = { key, agent: 'builder', kind: 'operator', line, tagged: false, file: null } as const
  return [decided('operator', 'builder', { do: 'queue', draft }), answer(request)]
}

test('send tells that a text was taken, and after how long', async () => {
  team.watched()
  const { code, out } = await team.runAnswered(['send', 'builder', 'Go on.'], (request) => {
    setTimeout(() => {
      const [type] = team.add(0, decided('deliver', 'builder', { do: 'type', message: 1 }))
      team.add(
        0,
        done(type?.seq ?? 0, 'builder', { ok: true, text: 'the box is empty', reached: 'accepted' }),
      )
    }, 150)
    return queued(request)
  })
  expect(code).toBe(0)
  expect(out).toMatch(/^builder took message #1 after \d+ms: the box is empty\.\n$/)
})

test('send tells what a text waits for when it is not taken in time', async () => {
  const { code, out } = await team
    .watched()
    .runAnswered(['send', 'builder', 'Go on.', '--wait', '200ms'], (request) => [
      ...queued(request),
      withheld('deliver', 'builder', { do: 'type', message: 1 }, 'a draft is in its input box'),
    ])
  expect(code).toBe(0)
  expect(out).toContain('Message #1 is queued, and waits: a draft is in its input box.')
})

test('send exits with 1 and the reason when the delivery failed', async () => {
  const failed = { do: 'settle', message: 1, state: 'failed', why: 'no sign that it was taken' } as const
  const answered = (request: Request) => [...queued(request), decided('deliver', 'builder', failed)]
  const { code, err } = await team.watched().runAnswered(['send', 'builder', 'Go on.'], answered)
  expect(code).toBe(1)
  expect(err).toContain('Message #1 failed: no sign that it was taken.')
})

test('attach has nothing to show of an agent without a session', async () => {
  expect(await team.run('attach', 'builder')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/builder has no session.*\n.*agents why builder/),
  })
})

test('down of a team that does not run says so and is right', async () => {
  expect(await team.run('down')).toEqual({ code: 0, out: 'Nothing is running.\n', err: '' })
})

test('up prints every problem of a wrong agents.toml with its line, exits with 2 and starts nothing', async () => {
  writeFileSync(team.file, '[watchdog]\nsignal_intervall = 3\n[[agent]]\nname = "a b"\n')
  const { code, out, err } = await team.run('up')
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toMatch(/agents\.toml:2:1 .*did you mean "signal_interval"\?/)
  expect(err).toMatch(/agents\.toml:4:1 /)
  expect(existsSync(`${team.stateDir}/watchdog.out`)).toBe(false)
  const { problems } = JSON.parse((await team.run('up', '--json')).out)
  expect(problems.map(({ line }: { line: number }) => line)).toEqual(expect.arrayContaining([2, 4]))
})
