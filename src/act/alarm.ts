import type { Outcome } from '../model/event.ts'
import { type Deed, done, failed, type Hands } from './hands.ts'

/** A notifier that takes longer is stuck; nobody waits for it. */
const NOTIFY_DEADLINE_MS = 10_000

/** Tells a person, through the command and the webhook of [notify]. The alarm itself stands in the record anyway. */
export async function alarm(hands: Hands, { decision, team }: Deed): Promise<Outcome> {
  const { action, target } = decision
  if (action.do !== 'alarm' || !team.notify.on.includes(action.kind)) return done('')
  const title = `agents: ${action.kind}${target === 'team' ? '' : ` ${target}`}`
  const problems = [
    await runCommand(hands, team.notify.command, title, action.text),
    await post(team.notify.webhook, { kind: action.kind, target, title, text: action.text }),
  ].filter((problem) => problem !== '')
  return problems.length > 0 ? failed(problems.join('; ')) : done('')
}

async function runCommand(
  hands: Hands,
  command: readonly string[] | null,
  title: string,
  text: string,
): Promise<string> {
  if (!command) return ''
  const argv = command.map((word) => word.replaceAll('{title}', () => title).replaceAll('{text}', () => text))
  const env = Object.fromEntries(
    Object.entries(hands.environment).filter(([, value]) => value !== undefined),
  ) as Record<string, string>
  const result = await hands.run(argv, { env, deadlineMs: NOTIFY_DEADLINE_MS })
  if (result.missing) return `notify.command: ${argv[0]} was not found`
  return result.code === 0
    ? ''
    : `notify.command ended with ${result.code ?? result.signal}: ${result.stderr.trim().slice(0, 200)}`
}

async function post(webhook: string | null, body: object): Promise<string> {
  if (!webhook) return ''
  try {
    const answer = await fetch(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(NOTIFY_DEADLINE_MS),
    })
    return answer.ok ? '' : `notify.webhook answered ${answer.status}`
  } catch (error) {
    return `notify.webhook: ${error instanceof Error ? error.message : String(error)}`
  }
}
