import process from 'node:process'
import type { Backend } from '../model/team.ts'

/**
 * V8's linear-time engine (flag `l`) is off by default; one bad pattern of a user must not stop a tick. Switched on with the first pattern
 * that is compiled: loading node:v8 costs 3 ms that a command which only reads the config need not pay.
 */
function switchOnLinearEngine(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--enable-experimental-regexp-engine')
}

/** Why a pattern was refused: `reason` says what is wrong, `mend` how to write it instead. */
export interface PatternError {
  readonly error: string
  readonly mend: string
}

/** Constructs that need back-tracking, and what to write instead; the first that is found in the source is named. */
const NOT_LINEAR: readonly (readonly [RegExp, string, string])[] = [
  [/\(\?[=!]/, 'look-ahead', 'match the text itself instead of looking ahead'],
  [/\\[1-9]|\\k</, 'a back reference', 'spell the alternatives out, as in (a.*a|b.*b)'],
  [/\(\?[a-z-]+:/, 'an inline flag', 'name both cases, as in [Cc]laim'],
  [/\(\?<[=!]/, 'a group in a look-behind', 'match the text itself instead of looking behind'],
  [/\{\d+(,\d*)?\}/, 'a big counted repeat', 'use * or + instead of a counted repeat'],
]

/**
 * Compiles a user's pattern so that it runs in time linear to the text, whatever the pattern is.
 * Flags cannot be given: ignoring case and unicode mode are not linear in V8. With `multiline`, ^ and $ match at each line.
 */
export function compileLinear(source: string, multiline = false): RegExp | PatternError {
  const syntaxError = syntaxErrorOf(source)
  if (syntaxError) return { error: syntaxError, mend: 'mend the regular expression' }
  switchOnLinearEngine()
  try {
    return new RegExp(source, multiline ? 'lm' : 'l')
  } catch {
    // The syntax is right, so V8 has one reason left: "Cannot be executed in linear time".
    const [, what, mend] = NOT_LINEAR.find(([sign]) => sign.test(source)) ?? [
      '',
      'a construct',
      'simplify it',
    ]
    return { error: `cannot run in linear time: it has ${what}`, mend }
  }
}

function syntaxErrorOf(source: string): string | null {
  try {
    new RegExp(source)
    return null
  } catch (error) {
    return String(error).replace(/^SyntaxError: Invalid regular expression: .*: /s, '')
  }
}

/** Patterns of one backend, ready to run. */
export interface BackendPatterns {
  readonly active: RegExp | null
  readonly limit: RegExp | null
}

const compiled = new Map<string, RegExp | null>()

/** The patterns that agents.toml adds to a backend. The config has checked them, so each compiles. */
export function patternsOf(backend: Backend): BackendPatterns {
  return { active: compiledOnce(backend.activePattern), limit: compiledOnce(backend.limitPattern) }
}

/** The same pattern is compiled once, however often it is asked for; null: none, or one that the config refuses. */
export function compiledOnce(source: string | null): RegExp | null {
  if (source === null) return null
  const known = compiled.get(source)
  if (known !== undefined) return known
  const made = compileLinear(source)
  const pattern = made instanceof RegExp ? made : null
  compiled.set(source, pattern)
  return pattern
}
