import { basename } from 'node:path'
import type { ScriptStep } from '../../../src/rehearsal/script.ts'
import type { ReviewStep } from '../../../src/rehearsal/steps.ts'

/** Printed by a command that did all it should: tools show exit codes in ways of their own, or not at all. */
export const DONE_WORD = 'step-done'

/** What a model does in one go: what it says first, and the command that it then runs; '': none, so that its turn is over. */
export interface Move {
  readonly text: string
  readonly run: string
}

/**
 * The moves with which a model plays the steps of a script, in bash: each has what stands between two `say`. Throws at a
 * step that no model plays.
 */
export function movesOf(steps: readonly ScriptStep[]): Move[] {
  const moves: { text: string; commands: string[] }[] = [{ text: '', commands: [] }]
  for (const step of steps) {
    if (step.verb === 'say') moves.push({ text: step.text, commands: [] })
    else moves.at(-1)?.commands.push(...commandsOf(step))
  }
  return moves
    .map(({ text, commands }) => ({ text, run: joined(commands) }))
    .filter(({ run, text }) => run || text)
}

function joined(commands: readonly string[]): string {
  return commands.length === 0 ? '' : [...commands, `echo ${DONE_WORD}`].join(' &&\n')
}

function commandsOf(step: ScriptStep): string[] {
  const command = commandOf(step)
  if (command === null) return []
  const group = `{ ${command}\n}`
  return [step.verb === 'run' && step.mayFail ? `{ ${group} || true; }` : group]
}

function commandOf(step: ScriptStep): string | null {
  switch (step.verb) {
    case 'say':
    case 'think':
    case 'work':
    case 'stall':
      return null
    case 'write':
      return `mkdir -p ${quoted(folderOf(step.file))} && cat >${quoted(step.file)} <<'AGENTS_END'\n${step.text}AGENTS_END`
    case 'delete':
      return `rm -r ${quoted(step.file)}`
    case 'run':
      return step.argv.map(quoted).join(' ')
    case 'commit':
      return `git add --all && git commit -q -m ${quoted(step.message)}`
    case 'pull':
      return PULL
    case 'push':
      return pushed('true', PULL)
    case 'claim':
      return published(`git commit -q --allow-empty -m ${quoted(`claim(${step.label}): ${step.text}`)}`)
    case 'review':
      return review(step)
    case 'done':
      return published(
        `echo ${quoted(step.marker)} >>${quoted(step.file)} && git add --all && ` +
          `git commit -q -m ${quoted(`status: ${basename(step.file)} has ${step.marker}`)}`,
      )
    case 'crash':
      // The tool's shell is a child of the CLI.
      // By then the CLI has written down the answer that brought it here: what is in no transcript, nobody can count.
      return 'sleep 1; kill -KILL "$PPID"; sleep 5'
    default:
      throw new Error(`No model plays ${step.verb} (line ${step.line} of the script).`)
  }
}

const PULL = 'git pull -q --rebase --autostash'

/** Another agent may have pushed in between: `mend`, and push again. */
const pushed = (make: string, mend: string) =>
  `${make} && for again in 1 2 3; do git push -q origin HEAD && break; ${mend}; done`

/** A commit of its own that is made anew on top of what was pushed meanwhile. */
const published = (make: string) =>
  `make() { ${make}; }; ${pushed('make', `git reset -q --keep HEAD~1; ${PULL}; make`)}`

/** Runs the command of a review; its exit code is the verdict, its last line the evidence. */
function review({ label, argv, inbox }: ReviewStep): string {
  const judge = `if said=$(${(argv ?? ['false']).map(quoted).join(' ')} 2>&1); then verdict=PASS; else verdict=FAIL; fi`
  const subject = `"review(${label}): $verdict"`
  const mail = inbox
    ? `[ $verdict = PASS ] || { mkdir -p ${quoted(folderOf(inbox))}; echo "- "${subject}": $why" >>${quoted(inbox)}; git add --all; }; `
    : ''
  const commit = `git commit -q --allow-empty -m ${subject} -m "$why" -m "Reviewed: $commit"`
  return `${PULL}; commit=$(git rev-parse HEAD); ${judge}; why=$(echo "$said" | tail -n 1); ${published(`${mail}${commit}`)}`
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.'
}

/** One word of a shell command. */
export function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
