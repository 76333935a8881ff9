import type * as v from 'valibot'
import { LATER_ALARMS } from './later.ts'
import { keyText, type Path } from './positions.ts'
import { type Complaint, MISSING, NOT_YET, show, unknownName } from './problem.ts'

/** What valibot calls a type, in words, and how it is written. */
const TYPES: Readonly<Record<string, readonly [expected: string, mend: string]>> = {
  string: ['text', 'put it in quotes'],
  boolean: ['true or false', 'write true or false, without quotes'],
  number: ['a number', 'write a number, without quotes'],
  array: ['a list', 'put it in brackets: [ … ]'],
  object: ['a table', 'write { key = value } or a [table]'],
  record: ['a table', 'write { key = value } or a [table]'],
  union: ['seconds or text', 'write seconds as in 900, or text as in "15m"'],
}

/** valibot's finding in the words of this program. */
export function complaintOf(issue: v.BaseIssue<unknown>): Complaint {
  const path = pathOf(issue)
  if (issue.type === 'picklist') return wrongWord(issue, path)
  if (issue.type === 'object' && issue.input === undefined) return missingKey(path)
  const isName = issue.path?.at(-1)?.origin === 'key'
  const found = isName ? JSON.stringify(issue.input) : show(issue.input, path)
  const known = issue.kind === 'schema' ? TYPES[issue.type] : undefined
  if (issue.type === 'array' && found === 'a table') {
    return { path, found, expected: 'a list', mend: `write [[${keyText(path)}]], or a list: [ … ]` }
  }
  if (known) return { path, found, expected: known[0], mend: known[1] }
  return { path, found, expected: issue.expected ?? 'another value', mend: issue.message }
}

/** Where in the parsed file an issue lies. */
export function pathOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
}

function missingKey(path: Path): Complaint {
  const key = String(path.at(-1))
  return { path, found: MISSING, expected: `the key ${key}`, mend: `add ${key} = …` }
}

function wrongWord(issue: v.BaseIssue<unknown>, path: Path): Complaint {
  // valibot gives the choices only as text: ("act" | "observe").
  const words = [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '')
  const found = show(issue.input, path)
  const word = typeof issue.input === 'string' ? issue.input : ''
  if (path[0] === 'notify' && LATER_ALARMS.includes(word)) {
    return {
      path,
      found: `${found}, which ${NOT_YET}`,
      expected: `one of: ${words.join(', ')}`,
      mend: 'remove it',
    }
  }
  return unknownName(path, found, word, 'one of', words)
}
