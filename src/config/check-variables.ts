import type { Draft } from './draft.ts'
import type { Path } from './positions.ts'
import type { Complaint } from './problem.ts'
import { expand, variableComplaints } from './variables.ts'

/** Every `${VAR}` of `command`, `env` and `notify.webhook`, and what the values become. */
export function checkVariables(draft: Draft): Complaint[] {
  const { backend = {}, defaults, agent = [], service = [], notify } = draft.file
  return [
    ...Object.entries(backend).flatMap(([name, table]) => [
      ...command(draft, table?.command, ['backend', name, 'command']),
      ...environment(draft, table?.env, ['backend', name, 'env']),
    ]),
    ...environment(draft, defaults?.env, ['defaults', 'env']),
    ...agent.flatMap((one, index) => environment(draft, one?.env, ['agent', index, 'env'])),
    ...service.flatMap((one, index) => [
      ...command(draft, one?.command, ['service', index, 'command']),
      ...environment(draft, one?.env, ['service', index, 'env']),
    ]),
    ...command(draft, notify?.command, ['notify', 'command']),
    ...webhook(draft),
  ]
}

function environment(
  { env }: Draft,
  values: Readonly<Record<string, string | undefined>> = {},
  path: Path,
): Complaint[] {
  return Object.entries(values).flatMap(([name, value]) => {
    return value === undefined ? [] : variableComplaints(value, [...path, name], env)
  })
}

function command({ env }: Draft, words: readonly (string | undefined)[] = [], path: Path): Complaint[] {
  return words.flatMap((word, index): Complaint[] => {
    if (word === undefined) return []
    const at = [...path, index]
    const complaints = variableComplaints(word, at, env)
    if (complaints.length > 0 || expand(word, env) !== '') return complaints
    const mend = 'give the variable a value, or leave the argument out'
    return [{ path: at, found: `${word}, which is empty`, expected: 'an argument that is not empty', mend }]
  })
}

function webhook({ file, env }: Draft): Complaint[] {
  const address = file.notify?.webhook
  if (address === undefined) return []
  const path = ['notify', 'webhook']
  const complaints = variableComplaints(address, path, env)
  if (complaints.length > 0 || /^https?:\/\/\S+$/.test(expand(address, env))) return complaints
  const mend = 'set the variable to an address that begins with https://'
  return [{ path, found: 'a variable that holds no address', expected: 'an http or https address', mend }]
}
