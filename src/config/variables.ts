// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is how agents.toml names a variable
import type { Path } from './positions.ts'
import type { Complaint } from './problem.ts'

/** The environment that `${VAR}` is replaced from. */
export type Environment = Readonly<Record<string, string | undefined>>

const VARIABLE = /\$\{([^}]*)(\}?)/g

/** `text` with each `${VAR}` replaced; a missing variable becomes nothing (variableComplaints has refused it before). */
export function expand(text: string, env: Environment): string {
  return text.replace(VARIABLE, (_, name: string) => lookUp(name, env) ?? '')
}

/** What is wrong with the `${VAR}`s of one text. Their values are never shown: they may be secrets. */
export function variableComplaints(text: string, path: Path, env: Environment): Complaint[] {
  return [...text.matchAll(VARIABLE)].flatMap(([written, name = '', close]): Complaint[] => {
    if (close !== '}' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      const mend = 'write only a name between the braces; where a shell shall replace it, write $NAME'
      return [{ path, found: written, expected: 'a variable like ${HOME}', mend }]
    }
    if (lookUp(name, env) !== undefined) return []
    const mend = `set ${name} before \`agents up\`, or write the value itself`
    return [{ path, found: `\${${name}}, which is not set`, expected: 'a variable of the environment', mend }]
  })
}

function lookUp(name: string, env: Environment): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined
}
