import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { runCommand } from './commands.ts'
import { Git } from './git.ts'
import { type Players, report, type Stage } from './stage.ts'
import type { ReviewStep, ReviewVerdict } from './steps.ts'

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
    await git.commit(`claim(${label}): ${text}`)
    await git.push()
  },
  async review(step, stage, signal) {
    const git = new Git(stage, signal)
    await git.pull()
    const { text: commit } = await git.ask('rev-parse', 'HEAD')
    const { verdict, evidence } = await judge(step, stage, signal)
    const subject = `review(${step.label}): ${verdict}`
    if (step.inbox && verdict !== 'PASS') {
      appendLine(join(stage.cwd, step.inbox), `- ${subject}: ${evidence || step.text}`)
      await git.must('add', '--', step.inbox)
    }
    await git.commit(subject, [step.text, evidence, `Reviewed: ${commit}`].filter(Boolean).join('\n'))
    await git.push()
  },
  async done({ file, marker }, stage, signal) {
    const git = new Git(stage, signal)
    appendLine(join(stage.cwd, file), marker)
    await git.must('add', '--', file)
    await git.commit(`status: ${basename(file)} has ${marker}`)
    await git.push()
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
  const evidence = result.output.trimEnd().split('\n').at(-1) ?? ''
  return { verdict: result.exitCode === 0 ? 'PASS' : 'FAIL', evidence }
}

/** A marker counts only on a line of its own, also below a text without a final newline. */
function appendLine(file: string, line: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  appendFileSync(file, `${gap}${line}\n`)
}
