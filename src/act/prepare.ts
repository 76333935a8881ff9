import { join } from 'node:path'
import type { FileAnswer, FirstRun, FirstRunAsk } from '../backends/first-run.ts'
import { withAnswers } from '../backends/first-run-json.ts'
import type { Launch } from '../backends/launch.ts'
import { profileOf } from '../backends/list.ts'
import type { Agent, Team } from '../model/team.ts'
import { FileTrouble, readText, realPath } from '../system/files.ts'
import { ownUserId, rewriteFile } from '../system/rewrite.ts'
import { homeOf } from '../system/tmux-environment.ts'
import type { Hands } from './hands.ts'
import { type ConfigFolder, findFolder, ownFolder } from './prepare-folder.ts'

/** A launch that is past its CLI's first-run questions as far as we may answer them, or why it would come to nothing. */
export type Prepared =
  | { readonly ok: true; readonly launch: Launch; readonly notes: readonly string[] }
  | { readonly ok: false; readonly text: string }

/** What of a file was answered, by whom it is and what was left out; for people. */
interface Place {
  readonly folder: ConfigFolder
  readonly leave: Agent['backend']['firstRun']
  readonly firstRun: FirstRun
  readonly backend: string
}

/**
 * Answers what the CLI of an agent would ask at its first start: on its launch line and in its environment, and in files of its
 * config folder where agents.toml gives leave. Notes say what was answered, and what was not and why.
 */
export async function prepare(
  { environment }: Pick<Hands, 'environment'>,
  { watchdog }: Team,
  agent: Agent,
  launch: Launch,
): Promise<Prepared> {
  const { firstRun } = profileOf(agent)
  if (!firstRun) return { ok: true, launch, notes: [] }
  const { onLimit } = agent.backend
  const ask = { ...launch, cwd: realPath(agent.cwd), onLimit, userId: ownUserId() }
  const refusal = firstRun.refusal(ask)
  if (refusal !== null) return { ok: false, text: refusal }
  const { name, firstRun: leave } = agent.backend
  if (leave === 'none') return { ok: true, launch, notes: [] }
  const where = { env: launch.env, cwd: agent.cwd, home: homeOf(environment), stateDir: watchdog.stateDir }
  try {
    const folder = findFolder(firstRun, where)
    const notes = await answerInFiles({ folder, leave, firstRun, backend: name }, ask)
    return withRunAnswers(firstRun, ask, launch, notes)
  } catch (error) {
    return { ok: false, text: `first-run answers: ${failureOf(error)}` }
  }
}

function withRunAnswers(firstRun: FirstRun, ask: FirstRunAsk, launch: Launch, notes: string[]): Prepared {
  const { argv, env, questions } = firstRun.forRun(ask)
  const told = questions.length > 0 ? [`answered for this run: ${whether(questions)}`] : []
  return { ok: true, launch: { argv, env: { ...launch.env, ...env } }, notes: [...told, ...notes] }
}

/** Each file of the answers, one after the other; a team's folder is made first. */
async function answerInFiles(place: Place, ask: FirstRunAsk): Promise<string[]> {
  const { folder, firstRun } = place
  const notes: string[] = []
  if (folder.owner === 'new') {
    ownFolder(folder)
    notes.push(`made ${folder.path} for the team`)
  }
  for (const [file, answers] of Map.groupBy(firstRun.inFiles(ask), (answer) => answer.file))
    notes.push(...(await answerInFile(place, join(folder.path, file), answers)))
  return notes
}

async function answerInFile(place: Place, path: string, answers: readonly FileAnswer[]): Promise<string[]> {
  const isUsers = place.folder.owner === 'user'
  const mayWrite = ({ reach }: FileAnswer) => !isUsers || (place.leave === 'user' && reach === 'cwd')
  const notes = await write(path, answers.filter(mayWrite), isUsers)
  const others = answers.filter((answer) => !mayWrite(answer))
  return [...notes, ...unanswered(place, path, others)]
}

async function write(path: string, answers: readonly FileAnswer[], isUsers: boolean): Promise<string[]> {
  if (answers.length === 0) return []
  let note = ''
  await rewriteFile(
    path,
    (text) => {
      const merged = withAnswers(text, answers)
      note = ''
      if (merged.kind === 'unreadable') note = leftAlone(path, merged.detail)
      else if (merged.text !== null) note = `answered in ${path}: ${questionsOf(merged.missing)}`
      return merged.kind === 'merged' ? merged.text : null
    },
    isUsers ? `${path}.before-agents` : null,
  )
  return note === '' ? [] : [note]
}

/** What is asked at the start all the same: the file has no answer, and we may not write one. */
function unanswered(place: Place, path: string, answers: readonly FileAnswer[]): string[] {
  if (answers.length === 0) return []
  const seen = withAnswers(readText(path), answers)
  if (seen.kind === 'unreadable') return place.leave === 'user' ? [] : [leftAlone(path, seen.detail)]
  if (seen.missing.length === 0) return []
  const table = `[backend.${place.backend}]`
  const { variable } = place.firstRun
  const mends = [
    ...(seen.missing.some(({ reach }) => reach === 'cwd') ? [`first_run = "user" in ${table}`] : []),
    `an empty folder as ${variable} in its env`,
  ]
  return [`not answered in ${path}, which is your own: ${questionsOf(seen.missing)}; ${mends.join(', or ')}`]
}

function leftAlone(path: string, detail: string): string {
  return `${path} is left as it is: ${detail}; mend it, or the CLI asks at its start`
}

function questionsOf(answers: readonly FileAnswer[]): string {
  return whether(answers.map(({ question }) => question))
}

function whether(questions: readonly string[]): string {
  return `whether ${questions.join(', ')}`
}

function failureOf(error: unknown): string {
  if (error instanceof FileTrouble) return `${error.message}; ${error.hint}`
  return error instanceof Error ? error.message : String(error)
}
