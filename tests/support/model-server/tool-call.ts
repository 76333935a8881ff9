import type { Tool, ToolCall } from './api.ts'
import { fields, type Json, objects } from './json.ts'
import type { Reply } from './rule.ts'

/** Names of the tool that runs a shell command: Claude Code, Codex (new, older, oldest), pi and OpenCode, Gemini and Qwen. */
const SHELL_TOOLS = ['Bash', 'exec_command', 'shell_command', 'shell', 'bash', 'run_shell_command']

/** The tool that runs a shell command; undefined: the client offers none that is known. */
export function shellTool(tools: readonly Tool[]): Tool | undefined {
  return tools.find(({ name }) => SHELL_TOOLS.includes(name))
}

/** The calls of a reply in the client's own words. Throws when it offers no shell tool. */
export function callsOf({ run = [], toolCalls = [] }: Reply, tools: readonly Tool[]) {
  const commands = typeof run === 'string' ? [run] : run
  return [
    ...commands.map((command) => shellCall(command, tools)),
    ...toolCalls.map((call) => withNamespace(call, tools)),
  ]
}

function shellCall(command: string, tools: readonly Tool[]) {
  const tool = shellTool(tools)
  if (!tool) throw new Error(`No shell tool is offered, only: ${tools.map(({ name }) => name).join(', ')}.`)
  return withNamespace({ name: tool.name, input: shellInput(command, tool.schema) }, tools)
}

/** Fills the fields of the tool's own schema: the command, and whatever else it demands. */
function shellInput(command: string, schema: Json): Json {
  const properties = fields(schema.properties)
  const at = 'cmd' in properties ? 'cmd' : 'command'
  const asList = fields(properties[at]).type === 'array'
  const demanded = Array.isArray(schema.required) ? schema.required.map(String) : []
  const others = demanded.filter((name) => name !== at)
  return {
    ...Object.fromEntries(others.map((name) => [name, anyValue(fields(properties[name]))])),
    [at]: asList ? ['bash', '-c', command] : command,
  }
}

function anyValue({ type }: Json): unknown {
  if (type === 'boolean') return false
  return type === 'number' || type === 'integer' ? 30_000 : 'as the script says'
}

function withNamespace(call: ToolCall, tools: readonly Tool[]) {
  const namespace = tools.find(({ name }) => name === call.name)?.namespace
  return namespace === undefined ? call : { ...call, namespace }
}

/** Tools of a list in which each names itself and its schema under `schemaKey`. */
export function namedTools(list: unknown, schemaKey: string): Tool[] {
  return objects(list).flatMap((tool) =>
    typeof tool.name === 'string' ? [{ name: tool.name, schema: fields(tool[schemaKey]) }] : [],
  )
}
