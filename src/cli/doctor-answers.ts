import { findFolder } from '../act/prepare-folder.ts'
import type { StartPlace } from '../backends/health.ts'
import { environmentOf } from '../backends/launch.ts'
import { profileOf } from '../backends/list.ts'
import type { Agent, Team } from '../model/team.ts'
import { realPath } from '../system/files.ts'
import { ownUserId } from '../system/rewrite.ts'
import { homeOf } from '../system/tmux-environment.ts'

/** What a start will answer by itself, and how what it may not answer can be left to it. */
export interface AnswersAtStart {
  /** By the question in the words of first-run.ts: where it will be answered. */
  readonly answered: ReadonlyMap<string, string>
  /** By the question: a mend that is better than answering by hand. */
  readonly mends: ReadonlyMap<string, string>
  /** Why it would end at once whatever is answered; null: it would not. */
  readonly refusal: string | null
}

/** What `up` would do about the first-run questions of an agent (act/prepare.ts), without doing any of it. */
export function answersAtStart(
  { watchdog }: Team,
  agent: Agent,
  { argv, env }: StartPlace,
  environment: Readonly<Record<string, string | undefined>>,
): AnswersAtStart {
  const { firstRun } = profileOf(agent)
  if (!firstRun) return { answered: new Map(), mends: new Map(), refusal: null }
  const ask = { argv, env, cwd: realPath(agent.cwd), userId: ownUserId() }
  const refusal = firstRun.refusal(ask)
  const { name, firstRun: leave } = agent.backend
  if (leave === 'none') return { answered: new Map(), mends: new Map(), refusal }
  const home = homeOf(environment)
  const folder = findFolder(firstRun, {
    ...{ env: environmentOf(agent), cwd: agent.cwd, home, stateDir: watchdog.stateDir },
  })
  const answered = new Map(firstRun.forRun(ask).questions.map((one) => [one, 'answered for each run']))
  const mends = new Map<string, string>()
  for (const { question, reach } of firstRun.inFiles(ask)) {
    const isOurs = folder.owner !== 'user'
    if (isOurs || (leave === 'user' && reach === 'cwd'))
      answered.set(question, `answered in ${folder.path} at its start`)
    else if (reach === 'cwd') mends.set(question, `first_run = "user" in [backend.${name}] of agents.toml`)
  }
  return { answered, mends, refusal }
}
