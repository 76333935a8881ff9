import type { Team } from '../model/team.ts'
import { findProgram } from '../system/access.ts'
import { cleanEnvironment } from '../system/tmux-environment.ts'
import { type Finding, finding } from './doctor-finding.ts'

/** The program of each service, as its start would find it. */
export function lookAtServices(
  { services }: Team,
  environment: Readonly<Record<string, string | undefined>>,
): Finding[] {
  return services.map(({ name, command, cwd, env }) => {
    const [word = ''] = command
    const program = findProgram(word, { ...cleanEnvironment(environment), ...env }.PATH ?? '', cwd)
    const where = word.includes('/') ? `in ${cwd}` : 'on PATH'
    return program === null
      ? finding('fail', name, `no program ${word} is ${where}`, `mend the command of service ${name}`)
      : finding('ok', name, program)
  })
}
