import type { Evidence } from '../model/decision.ts'
import { authorNameOf, authorOf, mailOf, statePath, takesPart } from '../model/lookup.ts'
import type { Push } from '../model/memory.ts'
import type { CommitSeen } from '../model/repository.ts'
import type { Agent, Loop } from '../model/team.ts'
import { cleanForLine } from '../model/text.ts'
import { counted } from '../model/time.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'
import { draft } from './text.ts'

/** One push names at most this many commits in a ping; the rest is counted. */
const NAMED = 3

/** Was a claim, a review or an inbox pushed? Ping each reader once for each push, never with its own commits. */
export const handoff: Rule = {
  name: 'handoff',
  decide(situation) {
    return situation.memory.pushes.flatMap((push) => handOver(situation, push))
  },
}

function handOver(situation: Situation, push: Push): Proposal[] {
  const { team, nowMs } = situation
  const { loop } = team
  const count = push.commits.length + push.more
  const commits = `${count} commit${count === 1 ? '' : 's'}`
  const because = [{ saw: `push of ${commits}, head ${push.head.slice(0, 7)}`, ageMs: nowMs - push.atMs }]
  const handled = propose('handoff', 'team', { do: 'handled', push: push.seq }, because)
  if (!loop) return [handled]
  return [...team.agents.flatMap((agent) => ping(situation, loop, push, agent, because)), handled]
}

function ping(
  { team, memory }: Situation,
  loop: Loop,
  push: Push,
  agent: Agent,
  because: Evidence[],
): Proposal[] {
  const settings = loop.handoff
  const others = push.commits.filter((commit) => commit.authorEmail !== mailOf(agent))
  const claims = settings.claimPings.includes(agent.name) ? others.filter((one) => one.claim !== null) : []
  const reviews = settings.reviewPings.includes(agent.name) ? others.filter((one) => one.review !== null) : []
  const name = (commit: CommitSeen) => plain(authorOf(team, commit))
  const said = [
    sentence(claims, name, (one) => `claim(${plain(one.claim ?? '')})`, 'Review it.'),
    sentence(
      reviews,
      name,
      (one) => `review(${plain(one.review?.label ?? '')}): ${one.review?.verdict ?? 'no verdict'}`,
      '',
    ),
    ...settings.inboxes
      .filter((inbox) => inbox.pings.includes(agent.name))
      .map((inbox) => mail(push, statePath(loop, inbox.file), agent)),
  ].filter((text) => text !== '')
  if (said.length === 0) return []
  const key = `push:${push.seq}:${agent.name}`
  if (Object.values(memory.messages).some((message) => message.key === key)) return []
  const text = draft(team, memory, agent, { key, kind: 'ping', text: said.join(' ') })
  const proposal = propose('handoff', agent.name, { do: 'queue', draft: text }, because)
  if (agent.kind !== 'loop' || takesPart(team, memory, agent)) return [proposal]
  return [
    withhold(proposal, memory.phase.complete ? 'the sequence is complete' : 'it takes no part in this phase'),
  ]
}

/** `builder pushed claim(parse) at 1a2b3c4: "subject". Review it.` */
function sentence(
  commits: readonly CommitSeen[],
  author: (commit: CommitSeen) => string,
  what: (commit: CommitSeen) => string,
  request: string,
): string {
  if (commits.length === 0) return ''
  // The newest are the ones that still stand.
  const named = commits
    .slice(-NAMED)
    .map((one) => `${what(one)} at ${one.sha.slice(0, 7)}: "${quoted(one.subject)}"`)
  const more = commits.length > NAMED ? ` and ${counted(commits.length - NAMED, 'earlier one')}` : ''
  const authors = [...new Set(commits.map(author))].join(', ')
  return `${authors} pushed ${named.join('; ')}${more}.${request ? ` ${request}` : ''}`
}

/** A subject is somebody's words: shortened, unable to end its own quotation or to carry the tag of a message. */
function quoted(subject: string): string {
  return unmarked(cleanForLine(subject, 120))
}

/** A name or a label from a commit, which stands outside of quotation marks. */
function plain(name: string): string {
  return unmarked(cleanForLine(name, 40))
}

function unmarked(text: string): string {
  return text.replaceAll('"', "'").replaceAll('[', '(').replaceAll(']', ')')
}

function mail(push: Push, path: string, agent: Agent): string {
  const written = push.inboxes.find((inbox) => inbox.path === path && inbox.change === 'written')
  const own = written?.authors.every((author) => author === authorNameOf(agent)) && written.authors.length > 0
  if (!written || own) return ''
  return `${written.path} was changed: read it, act on it, then delete it in a commit.`
}
