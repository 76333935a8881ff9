import { sentence } from '../config/format.ts'
import { type Loaded, loadTeam } from '../config/load.ts'
import { fileProblems } from '../config/named-files.ts'
import { planChanges } from '../config/plan.ts'
import type { Problem } from '../config/problem.ts'
import type { Environment } from '../config/variables.ts'
import type { Entry } from '../model/event.ts'
import type { Team } from '../model/team.ts'
import { exists, readText } from '../system/files.ts'
import { shortHash } from '../system/ids.ts'

/** Reads agents.toml at every tick and keeps the last good one in force. */
export class ConfigWatch {
  readonly #file: string
  readonly #environment: Environment
  #team: Team
  /** null: there is none that could be read. */
  #text: string | null
  #missing = ''
  #valid = true

  constructor(file: string, environment: Environment, team: Team, text: string) {
    this.#file = file
    this.#environment = environment
    this.#team = team
    this.#text = text
  }

  /** The config in force. */
  get team(): Team {
    return this.#team
  }

  /** Says which text is in force, and how it differs from nothing. */
  get hash(): string {
    return shortHash(this.#text ?? '')
  }

  /** Reads the file again; what is to be recorded of it, none when nothing changed. */
  refresh(): Entry[] {
    const text = this.#read()
    if (text instanceof Error) return this.#refuseOnce(`${this.#file} cannot be read: ${text.message}`)
    if (text === null) return this.#refuseOnce(`${this.#file} is gone`)
    if (text === this.#text) return []
    this.#text = text
    const loaded = loadChecked(text, this.#file, this.#environment)
    return loaded.ok ? this.#accept(loaded.team) : this.#refuse(loaded.problems.map(placed))
  }

  #read(): string | null | Error {
    try {
      return readText(this.#file)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  /** No text stands for the reason, so that whatever can be read later is news. */
  #refuseOnce(problem: string): Entry[] {
    if (this.#text === null && this.#missing === problem) return []
    this.#text = null
    this.#missing = problem
    return this.#refuse([problem])
  }

  #accept(read: Team): Entry[] {
    const changes = planChanges(this.#team, read)
    // Running sessions and the open record hang on these; they change with the next down and up.
    const { socket, sessionPrefix, stateDir } = this.#team.watchdog
    this.#team = { ...read, watchdog: { ...read.watchdog, socket, sessionPrefix, stateDir } }
    const again: Entry[] = this.#valid ? [] : [{ type: 'fact', fact: { what: 'config-valid-again' } }]
    this.#valid = true
    return [...again, { type: 'fact', fact: { what: 'config-loaded', hash: this.hash, changes } }]
  }

  #refuse(problems: readonly string[]): Entry[] {
    this.#valid = false
    return [{ type: 'fact', fact: { what: 'config-invalid', problems } }]
  }
}

/** The team of a text, with the files that it names looked for. */
export function loadChecked(text: string, file: string, environment: Environment): Loaded {
  const loaded = loadTeam(text, file, environment)
  const problems = loaded.ok ? fileProblems(loaded.team, text, { exists, read: readText }) : []
  return problems.length > 0 ? { ok: false, problems } : loaded
}

function placed(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${sentence(problem)}`
}
