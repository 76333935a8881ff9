import { text as readAll } from 'node:stream/consumers'
import { withheldKey } from '../model/memory.ts'
import { isSettled, type Message } from '../model/message.ts'
import { formatDuration, parseDurationMs } from '../model/time.ts'
import { ask, waitUntil } from './ask.ts'
import { defineCommand } from './command.ts'
import { EXIT, failure, usageError } from './exit.ts'
import { checkNames, checkTakesText } from './members.ts'
import type { Output } from './output.ts'
import { readTeam, type TeamAtHand } from './team-at-hand.ts'

const WAIT = '15s'

export const command = defineCommand({
  options: { wait: { value: 'TIME', help: `how long to wait for its delivery (default: ${WAIT})` } },
  operands: [2, 2],
  run: async (args) => {
    const at = await readTeam(args)
    const [name = '', given = ''] = args.operands
    const waitMs = parseWait(args.options.wait ?? WAIT)
    checkNames(at, [name])
    checkTakesText(at, name)
    const text = given === '-' ? await readAll(process.stdin) : given
    if (text.trim() === '')
      throw usageError('The text is empty.', 'For example: agents send builder "Go on."')
    const { request } = await ask(at, { ask: 'send', agents: [name], text })
    const find = () => Object.values(at.record.memory.messages).find((one) => one.key.endsWith(`:${request}`))
    await waitUntil(at, () => isOver(find()), waitMs)
    return report(args, at, name, find())
  },
})

function parseWait(text: string): number {
  const ms = parseDurationMs(text)
  if (ms === null) throw usageError(`"${text}" is no span of time.`, 'For example: --wait 30s')
  return ms
}

function isOver(message: Message | undefined): boolean {
  return message !== undefined && isSettled(message)
}

function report(
  { json, output }: { json: boolean; output: Output },
  { record: { memory } }: TeamAtHand,
  name: string,
  message: Message | undefined,
): number {
  if (!message)
    throw failure('The watchdog queued nothing.', `See what it did: agents events --agent ${name}`)
  const waitsFor = message.state === 'queued' ? (memory.withheld[withheldKey('deliver', name)] ?? '') : ''
  if (json) output.json({ ...message, waitsFor })
  else if (message.state !== 'failed') output.line(describe(name, message, waitsFor))
  else throw failure(`Message #${message.id} failed: ${message.why}.`, `Look yourself: agents attach ${name}`)
  return message.state === 'failed' ? EXIT.failure : EXIT.done
}

function describe(name: string, message: Message, waitsFor: string): string {
  const { id, state, why, queuedMs, stateMs } = message
  const follow = `Follow it: agents events -f --agent ${name}`
  switch (state) {
    case 'queued':
      return `Message #${id} is queued${waitsFor ? `, and waits: ${waitsFor}` : ''}. It is typed when ${name} can take it. ${follow}`
    case 'accepted':
      return `${name} took message #${id} after ${formatDuration(stateMs - queuedMs)}: ${why}.`
    case 'submitted':
      return `Message #${id} is typed and submitted; ${name} has it in its queue, or nothing proves yet that it took it. ${follow}`
    default:
      return `Message #${id} is typed, but not yet submitted. ${follow}`
  }
}
