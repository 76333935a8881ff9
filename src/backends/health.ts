/** What stands in the way of a start, or does not; told to people, one line each. */
export interface StartFinding {
  /** `folder trust`. */
  readonly about: string
  readonly state: 'ok' | 'warn' | 'fail' | 'unknown'
  readonly seen: string
  /** A command, or what to write where; '': nothing is to be done. */
  readonly mend: string
  /** The question that it is about, in the words of first-run.ts: before a start it may be answered; '': none. */
  readonly question: string
}

/** A settings file of a CLI. No file and a file that is none have no fields; the second has a trouble. */
export interface SettingsFile {
  readonly fields: Readonly<Record<string, unknown>>
  readonly isThere: boolean
  readonly trouble: string | null
}

/** Where and how an agent would be started; the door through which its settings are read. */
export interface StartPlace {
  /** The whole environment of the agent. */
  readonly env: Readonly<Record<string, string>>
  readonly home: string
  /** Its working folder, and those above it up to the root of its repository (or of the disk, outside of one). */
  readonly folders: readonly string[]
  readonly argv: readonly string[]
  read(path: string, form: 'json' | 'toml'): SettingsFile
}

/** What can be told of a CLI without starting it in a pane. Data and pure functions, as seen on the profile's version. */
export interface Health {
  /** Variables of its environment that are a login of their own, by what its settings say. */
  keyVariables(place: StartPlace): readonly string[]
  /** A probe that exits 0 when somebody is logged in; null: it has none. */
  readonly loginArgs: readonly string[] | null
  /** The probe is only asked where this file is: elsewhere it would make one; null: it makes none. */
  loginNeeds(place: StartPlace): string | null
  /** Files that are there after a login. Only whether they hold anything is asked, never what. */
  loginFiles(place: StartPlace): readonly string[]
  readonly loginMend: string
  /** How it is installed, as a command. */
  readonly install: string
  /** The questions of its first start and its settings for unattended work, each answered or open. */
  findings(place: StartPlace): readonly StartFinding[]
}

/** What a file does not hold is unknown, and said once. */
export function unreadable(path: string, { trouble }: SettingsFile): StartFinding {
  return {
    about: 'settings',
    state: 'unknown',
    seen: `${path}: ${trouble}`,
    mend: `mend ${path}`,
    question: '',
  }
}

/** A question of its first start: what it is called, in short and in the words of first-run.ts. */
export interface Asked {
  readonly about: string
  readonly question: string
}

/** A question that is answered, or that it would ask. */
export function asked(
  { about, question }: Asked,
  isAnswered: boolean,
  [answered, open]: readonly [string, string],
  mend: string,
): StartFinding {
  return isAnswered
    ? { about, question, state: 'ok', seen: answered, mend: '' }
    : { about, question, state: 'warn', seen: open, mend }
}

export const TRUST: Asked = { about: 'folder trust', question: 'its folder is trusted' }
export const KEY_USE: Asked = { about: 'API key', question: 'its API key may be used' }

/** The value below some keys of a settings file; undefined: one of them is missing. */
export function valueAt(fields: Readonly<Record<string, unknown>>, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    fields,
  )
}
