import { join } from 'node:path'
import { TELL_FILE } from '../backends/hook-profile.ts'
import { hookFolder, hooksOf } from '../backends/hooks.ts'
import { profileOf } from '../backends/list.ts'
import { recall } from '../model/lookup.ts'
import type { Member, Memory } from '../model/memory.ts'
import type { Agent, Team } from '../model/team.ts'
import { describeState } from '../model/testimony.ts'
import { formatDuration } from '../model/time.ts'
import { recordedWord } from '../observe/hooks.ts'
import { exists } from '../system/files.ts'
import { type Finding, finding } from './doctor-finding.ts'

/** Claude Code's first hook comes before its input box does; so much later than the box none is to come. */
const FIRST_WORD_MS = 60_000

/** Whether the hooks of agents that share a CLI tell us what they do, by the record and the folder of each run. */
export function lookAtHooks(
  name: string,
  agents: readonly Agent[],
  known: { readonly team: Team; readonly memory: Memory; readonly nowMs: number },
): Finding[] {
  const found = agents.map((agent) => ({ agent, one: hooksFinding(`${name}: hooks`, agent, known) }))
  const alike = [...Map.groupBy(found, ({ one }) => JSON.stringify(one)).values()]
  return alike.flatMap((group) => {
    const [first] = group
    if (!first || alike.length === 1) return first ? [first.one] : []
    const names = group.map(({ agent }) => agent.name).join(', ')
    return [{ ...first.one, seen: `${names}: ${first.one.seen}` }]
  })
}

function hooksFinding(about: string, agent: Agent, known: Parameters<typeof lookAtHooks>[2]): Finding {
  const { hooks } = profileOf(agent)
  if (!hooks) return finding('ok', about, 'none: it takes none from a launch line')
  if (!hooksOf(agent)) {
    const taken = hooks.taken.join(' or ')
    const mend = `leave ${taken} out of its command and env, and keep those settings in a file of its CLI`
    return finding('warn', about, `none: its launch has ${taken} of its own`, mend)
  }
  const member = recall(known.memory, agent.name)
  if (member.run === 'off') return finding('ok', about, 'no run is under way; its next start installs them')
  if (member.run === 'starting') return finding('unknown', about, 'its run is being started')
  const folder = hookFolder(known.team.watchdog.stateDir, agent.name, member.incarnation)
  if (!exists(join(folder, TELL_FILE)))
    return finding('warn', about, 'none in this run: it was started without', `agents restart ${agent.name}`)
  return heard(about, agent, member, known.nowMs)
}

/** Hooks are in place: what came of them. */
function heard(about: string, { name }: Agent, member: Readonly<Member>, nowMs: number): Finding {
  const word = recordedWord(member)
  if (word) {
    const { says, detail, sinceMs } = word
    const told = says === null ? 'something' : describeState({ says, detail })
    return finding('ok', about, `installed and heard of: ${told}, ${ago(nowMs - sinceMs)}`)
  }
  const seen = `installed ${ago(nowMs - member.startedMs)}, not heard of yet`
  const isLate = member.readyMs !== null && nowMs - member.readyMs > FIRST_WORD_MS
  if (!isLate) return finding('unknown', about, seen)
  const mend = `see whether its settings forbid hooks (disableAllHooks), then: agents restart ${name}`
  return finding('warn', about, seen, mend)
}

function ago(ms: number): string {
  return `${formatDuration(Math.max(0, ms))} ago`
}
