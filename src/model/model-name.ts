/** Who serves a model, as CLIs and gateways write it before the name. */
const SERVERS = [
  ...['anthropic', 'openai', 'azure', 'gemini', 'google', 'vertex_ai', 'vertex', 'google-vertex', 'bedrock'],
  ...['amazon-bedrock', 'openrouter', 'opencode', 'github-copilot', 'xai', 'x-ai', 'deepseek', 'moonshot'],
  ...['moonshotai', 'zai', 'z-ai', 'dashscope', 'alibaba', 'qwen', 'mistral', 'minimax'],
]
const BEFORE = [
  new RegExp(`^~?(?:${SERVERS.join('|')})/`),
  /^(?:us|us-gov|eu|apac|jp|au|ca|global)\.(?=\w+\.)/, // a region of Bedrock
  /^(?:anthropic|openai|deepseek|moonshotai|qwen|zai)\./, // a maker in Bedrock
]
/** Version of the model in Bedrock; long context in Claude Code. Others, such as `:free`, have prices of their own. */
const BEHIND = [/-v\d+:\d+$/, /(?<=^claude-.*)-v\d+$/, /\[1m\]$/]
const DATE = /(?:-|@)(?:\d{8}|\d{4}-\d{2}-\d{2})$|@default$/

/**
 * Names that a model may have in a table of prices, from the most exact on: as given, without its date, without who
 * serves it, and, for Claude, with dashes for dots. No guess by family: a new model is not priced as an old one.
 */
export function modelNames(model: string): string[] {
  const names = served(model).flatMap((name) => {
    const bare = BEHIND.reduce((text, pattern) => text.replace(pattern, ''), name)
    const undated = bare.replace(DATE, '')
    return [name, bare, undated, undated.startsWith('claude-') ? undated.replaceAll('.', '-') : undated]
  })
  return [...new Set(names)]
}

/** The name, and what is left of it as who serves it is taken away step by step. */
function served(name: string): string[] {
  const shorter = BEFORE.map((pattern) => name.replace(pattern, '')).find((one) => one !== name)
  return shorter === undefined ? [name] : [name, ...served(shorter)]
}
