import type { CliLaunch, CliTeam } from '../support/cli-team.ts'
import { programOf } from './program.ts'

/** A CLI whose questions nobody answers before it starts. */
export function unanswered(cli: 'claude' | 'codex', launch: Partial<CliLaunch> = {}): CliLaunch {
  return { cli, program: programOf(cli), ...launch, backend: { first_run: 'none', ...launch.backend } }
}

/** The keys that the watchdog pressed in dialogs of an agent, each as `dialog: key`. */
export function keysPressed(team: CliTeam, agent: string): string[] {
  return team
    .events()
    .flatMap((event) =>
      event.type === 'decided' && event.decision.target === agent && event.decision.action.do === 'press'
        ? [`${event.decision.action.dialog}: ${event.decision.action.key}`]
        : [],
    )
}

/** Takes keys out of a JSON file. */
export function withoutKeys(...keys: readonly string[]): (text: string) => string {
  return (text) =>
    JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(text)).filter(([key]) => !keys.includes(key))),
    )
}

/** Takes a table out of a TOML file. */
export function withoutTable(name: string): (text: string) => string {
  return (text) => {
    const tables = text.split(/^(?=\[)/m)
    return tables.filter((table) => !table.startsWith(`[${name}`)).join('')
  }
}
