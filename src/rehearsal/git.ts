import { type CommandResult, runCommand } from './commands.ts'
import { report, type Stage, StepFailed } from './stage.ts'

/** No question may stop an agent that nobody watches. */
const UNATTENDED = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  GIT_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
}
const NAMELESS = ['-c', 'user.name=scripted agent', '-c', 'user.email=scripted@localhost']
/** Several agents may push at once, and each push that gets through refuses the others. */
const PUSH_TRIES = 12

/** git in the agent's working folder; every call that changes something is shown and recorded. */
export class Git {
  private readonly stage: Stage
  private readonly signal: AbortSignal

  constructor(stage: Stage, signal: AbortSignal) {
    this.stage = stage
    this.signal = signal
  }

  /** Runs and shows; throws StepFailed when git fails. */
  async must(...args: string[]): Promise<void> {
    const { exitCode } = await this.show(args)
    if (exitCode !== 0) throw new StepFailed(`git ${args[0]} failed`)
  }

  /** What git prints, without the last newline; nothing is shown. */
  async ask(...args: string[]): Promise<{ readonly ok: boolean; readonly text: string }> {
    const { exitCode, output } = await this.run(args)
    return { ok: exitCode === 0, text: output.trimEnd() }
  }

  /** Commits what is staged, also when it is nothing. */
  async commit(subject: string, body = ''): Promise<void> {
    const message = body === '' ? ['-m', subject] : ['-m', subject, '-m', body]
    await this.must('commit', '--quiet', '--allow-empty', ...message)
  }

  async pull(): Promise<void> {
    const { exitCode } = await this.show(['pull', '--quiet', '--rebase', '--autostash'])
    if (exitCode === 0) return
    await this.ask('rebase', '--abort')
    throw new StepFailed('git pull --rebase failed')
  }

  /** Another agent may have pushed in between: then once more on top of that. */
  async push(): Promise<void> {
    await this.retry(() => this.pull())
  }

  /**
   * Pushes the one commit that `make` makes. When the push is refused the commit is made anew on top of what was pushed, so that two
   * agents that append to the same file never meet in a conflict.
   */
  async publish(make: () => Promise<void>): Promise<void> {
    await make()
    await this.retry(async () => {
      await this.must('reset', '--quiet', '--keep', 'HEAD~1')
      await this.pull()
      await make()
    })
  }

  private async retry(mend: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const { exitCode } = await this.show(['push', '--quiet', '--set-upstream', 'origin', 'HEAD'])
      if (exitCode === 0) return
      if (tries === PUSH_TRIES) throw new StepFailed(`git push was refused ${PUSH_TRIES} times`)
      await mend()
    }
  }

  private async show(args: readonly string[]): Promise<CommandResult> {
    const result = await this.run(args)
    report(this.stage, ['git', ...args], result)
    return result
  }

  private async run(args: readonly string[]): Promise<CommandResult> {
    const options = { cwd: this.stage.cwd, signal: this.signal, env: { ...process.env, ...UNATTENDED } }
    const { exitCode } = await runCommand(['git', 'config', 'user.email'], options)
    const identity = exitCode === 0 || process.env.GIT_AUTHOR_EMAIL ? [] : NAMELESS
    return runCommand(['git', ...identity, '-c', 'commit.gpgsign=false', ...args], options)
  }
}
