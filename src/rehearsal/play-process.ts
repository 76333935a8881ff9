import { leaveGrandchild, runCommand } from './commands.ts'
import { type Players, report, StepFailed } from './stage.ts'

const BURN = 'const end = Date.now() + Number(process.argv[1]); while (Date.now() < end);'

/** Steps about processes: the agent's own, and those it starts. */
export const processSteps: Players<'run' | 'cpu' | 'grandchild' | 'exit' | 'crash' | 'ignore_sigterm'> = {
  async run({ argv, mayFail }, stage, signal) {
    const result = await runCommand(argv, { cwd: stage.cwd, signal })
    report(stage, argv, result)
    if (result.exitCode !== 0 && !mayFail) throw new StepFailed(`${argv[0]} failed`)
  },
  async cpu({ ms }, stage, signal) {
    stage.quiet(null)
    await runCommand([process.execPath, '-e', BURN, String(ms)], { cwd: stage.cwd, signal })
  },
  async grandchild({ ms }, stage) {
    const pid = await leaveGrandchild(ms / 1000)
    stage.transcript.append({ type: 'event', event: 'grandchild', pid })
    stage.print(`● Left a process behind: ${pid}`)
  },
  async exit({ code }, stage) {
    stage.exit(code)
  },
  async crash(_step, stage) {
    stage.transcript.append({ type: 'event', event: 'crash' })
    stage.crash()
  },
  async ignore_sigterm(_step, stage) {
    stage.ignoreSigterm()
  },
}
