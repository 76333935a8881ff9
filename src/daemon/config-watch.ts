import { checkFiles } from '../config/check-files.ts'
import { formatProblem } from '../config/format.ts'
import { loadTeam } from '../config/load.ts'
import { planChanges } from '../config/plan.ts'
import type { Entry } from '../model/event.ts'
import type { Team } from '../model/team.ts'
import { exists, readText } from '../system/files.ts'
import { shortHash } from '../system/ids.ts'

/** Reads agents.toml at every tick and keeps the last good one in force. */
export class ConfigWatch {
  readonly #file: string
  readonly #environment: Readonly<{ [name: string]: string | undefined }>
  #team: Team
  #text: string
  #valid = true

  constructor(
    file: string,
    environment: Readonly<{ [name: string]: string | undefined }>,
    team: Team,
    text: string,
  ) {
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
    return shortHash(this.#text)
  }

  /** Reads the file again; what is to be recorded of it, none when nothing changed. */
  refresh(): Entry[] {
    const text = readText(this.#file)
    if (text === this.#text) return []
    this.#text = text ?? ''
    const loaded = text === null ? null : loadTeam(text, this.#file, this.#environment)
    if (loaded?.ok) {
      const missing = checkFiles(loaded.team, text ?? '', exists)
      if (missing.length === 0) return this.#accept(loaded.team)
      return this.#refuse(missing.map((problem) => formatProblem(problem)))
    }
    return this.#refuse(
      loaded ? loaded.problems.map((problem) => formatProblem(problem)) : [`${this.#file} is gone`],
    )
  }

  #accept(team: Team): Entry[] {
    const changes = planChanges(this.#team, team)
    this.#team = team
    const again: Entry[] = this.#valid ? [] : [{ type: 'fact', fact: { what: 'config-valid-again' } }]
    this.#valid = true
    return [...again, { type: 'fact', fact: { what: 'config-loaded', hash: this.hash, changes } }]
  }

  #refuse(problems: readonly string[]): Entry[] {
    this.#valid = false
    return [{ type: 'fact', fact: { what: 'config-invalid', problems } }]
  }
}
