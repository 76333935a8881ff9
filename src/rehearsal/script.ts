import { parse, TomlError } from 'smol-toml'
import { readStep, type Step } from './steps.ts'
import { type TomlLines, tomlLines } from './toml-lines.ts'
import { BadValue, filled, table, text, whole } from './values.ts'

/** A step, and where it stands in its script. */
export type ScriptStep = Step & { readonly line: number }

/** What the agent does about a text that matches `when`. */
export interface Turn {
  readonly when: (text: string) => boolean
  /** How often it may play; 0: always. */
  readonly times: number
  readonly steps: readonly ScriptStep[]
}

export interface Script {
  /** Name of the model that the transcript tells. */
  readonly model: string
  /** Of the made-up token usage. */
  readonly seed: number
  readonly start: readonly ScriptStep[]
  readonly turns: readonly Turn[]
}

/** One mistake in a script. */
export interface ScriptProblem {
  readonly line: number
  readonly message: string
}

export type ParsedScript =
  | { readonly ok: true; readonly script: Script }
  | { readonly ok: false; readonly problems: readonly ScriptProblem[] }

/** A script from its TOML text, or every mistake in it. */
export function parseScript(toml: string): ParsedScript {
  try {
    return new Reader(tomlLines(toml)).script(parse(toml))
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    return { ok: false, problems: [{ line: error.line, message: error.message.split('\n')[0] ?? '' }] }
  }
}

/** The first turn that matches and is not used up, as its index; null: none. `used` tells how often each played. */
export function findTurn(script: Script, submitted: string, used: readonly number[]): number | null {
  const index = script.turns.findIndex(
    (turn, at) => (turn.times === 0 || (used[at] ?? 0) < turn.times) && turn.when(submitted),
  )
  return index < 0 ? null : index
}

class Reader {
  private readonly lines: TomlLines
  private readonly problems: ScriptProblem[] = []

  constructor(lines: TomlLines) {
    this.lines = lines
  }

  script(raw: Readonly<Record<string, unknown>>): ParsedScript {
    this.unknownKeys('', raw, ['model', 'seed', 'start', 'turn'])
    const script: Script = {
      model: this.take('model', raw.model, filled, 'scripted-1'),
      seed: this.take('seed', raw.seed, (value) => whole(value, 0, 2 ** 31), 1),
      start: this.steps('start', raw.start ?? []),
      turns: this.list('turn', raw.turn ?? []).map((turn, index) => this.turn(`turn.${index}`, turn)),
    }
    return this.problems.length > 0 ? { ok: false, problems: this.problems } : { ok: true, script }
  }

  private turn(path: string, raw: unknown): Turn {
    const keys = this.take(path, raw, table, {})
    this.unknownKeys(path, keys, ['when', 'times', 'steps'])
    return {
      when: this.take(`${path}.when`, keys.when, matcher, () => true),
      times: this.take(`${path}.times`, keys.times, (value) => whole(value, 0, 1_000_000), 1),
      steps: this.steps(`${path}.steps`, keys.steps ?? []),
    }
  }

  private steps(path: string, raw: unknown): ScriptStep[] {
    return this.list(path, raw).flatMap((item, index) => {
      const at = `${path}.${index}`
      const step = this.take(at, item, readStep, null)
      return step ? [{ ...step, line: this.line(at) }] : []
    })
  }

  private list(path: string, raw: unknown): readonly unknown[] {
    if (Array.isArray(raw)) return raw
    this.problem(path, 'expected a list of tables')
    return []
  }

  /** The value as `read` understands it; `absent` when it is not there or wrong, which is then a problem. */
  private take<T>(path: string, value: unknown, read: (value: unknown) => T, absent: T): T {
    if (value === undefined) return absent
    try {
      return read(value)
    } catch (error) {
      if (!(error instanceof BadValue)) throw error
      const key = path.split('.').at(-1) ?? ''
      this.problem(path, /^\d+$/.test(key) ? error.message : `${key}: ${error.message}`)
      return absent
    }
  }

  private unknownKeys(path: string, raw: object, known: readonly string[]): void {
    for (const key of Object.keys(raw).filter((name) => !known.includes(name))) {
      this.problem(path ? `${path}.${key}` : key, `unknown key "${key}"; keys are ${known.join(', ')}`)
    }
  }

  private problem(path: string, message: string): void {
    this.problems.push({ line: this.line(path), message })
  }

  /** The line of a value, or of the nearest table around it. */
  private line(path: string): number {
    const known = this.lines.get(path)
    if (known !== undefined || !path.includes('.')) return known ?? 1
    return this.line(path.slice(0, path.lastIndexOf('.')))
  }
}

/** `/source/flags` is a regular expression, anything else a text that must occur. */
function matcher(value: unknown): (submitted: string) => boolean {
  const when = text(value)
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(when) ?? []
  if (source === undefined) return (submitted) => submitted.includes(when)
  const pattern = compile(source, flags ?? '')
  return (submitted) => pattern.test(submitted)
}

function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags.replace(/[gy]/g, ''))
  } catch (error) {
    throw new BadValue(error instanceof Error ? error.message : String(error))
  }
}
