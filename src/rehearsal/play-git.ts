import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { runCommand } from './commands.ts'
import { Git } from './git.ts'
import { type Players, report, type Stage } from './stage.ts'
import type { ReviewStep, ReviewVerdict } from './steps.ts'
import { clean } from './text.ts'

/** Steps that speak to the other agents through git. */
export const gitSteps: Players<'commit' | 'pull' | 'push' | 'claim' | 'review' | 'done'> = {
  async commit({ message }, stage, signal) {
    const git = new Git(stage, signal)
    await git.must('add', '--all')
    const { ok: isClean } = await git.ask('diff', '--cached', '--quiet')
    if (isClean) stage.print('● Nothing to commit')
    else await git.commit(message)
  },
  async pull(_step, stage, signal) {
    await new Git(stage, signal).pull()
  },
  async push(_step, stage, signal) {
    await new Git(stage, signal).push()
  },
  async claim({ label, text }, stage, signal) {
    const git = new Git(stage, signal)
    await git.publish(() => git.commit(`claim(${label}): ${text}`))
  },
  async review(step, stage, signal) {
    const git = new Git(stage, signal)
    await git.pull()
    const { text: commit } = await git.ask('rev-parse', 'HEAD')
    const { verdict, evidence } = await judge(step, stage, signal)
    const subject = `review(${step.label}): ${verdict}`
    const body = [step.text, evidence, `Reviewed: ${commit}`].filter(Boolean).join('\n')
    const inbox = verdict === 'PASS' ? null : step.inbox
    await git.publish(async () => {
      if (inbox) await addLine(git, stage, inbox, `- ${subject}: ${evidence || step.text}`)
      await git.commit(subject, body)
    })
  },
  async done({ file, marker }, stage, signal) {
    const git = new Git(stage, signal)
    await git.publish(async () => {
      await addLine(git, stage, file, marker)
      await git.commit(`status: ${basename(file)} has ${marker}`)
    })
  },
}

/** The verdict of a review, and the line that shows why. */
async function judge(
  { argv, verdict }: ReviewStep,
  stage: Stage,
  signal: AbortSignal,
): Promise<{ verdict: ReviewVerdict; evidence: string }> {
  if (argv === null) return { verdict: verdict ?? 'FAIL', evidence: '' }
  const result = await runCommand(argv, { cwd: stage.cwd, signal })
  report(stage, argv, result)
  const evidence = clean(result.output).trimEnd().split('\n').at(-1) || `exit ${result.exitCode}`
  return { verdict: result.exitCode === 0 ? 'PASS' : 'FAIL', evidence }
}

/** Stages a file with one more line: on a line of its own, also below a text without a final newline. */
async function addLine(git: Git, stage: Stage, file: string, line: string): Promise<void> {
  const path = join(stage.cwd, file)
  mkdirSync(dirname(path), { recursive: true })
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  appendFileSync(path, `${gap}${line}\n`)
  await git.must('add', '--', file)
}
