import type { Scene } from './scene.ts'

const ASKING = ['--permission-mode', 'default']
const SERVER = { command: 'true' }
const mcp = (...names: readonly string[]) =>
  JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, SERVER])) })

/** What Claude Code asks before its input box is there, or instead of it. None of it needs a network. */
export const claudeStartupScenes: readonly Scene[] = [
  {
    name: 'dialog/mcp-server',
    args: ASKING,
    repository: { '.mcp.json': mcp('one') },
    ready: /New MCP server/,
    steps: [],
    shows: /Enter to confirm/,
  },
  {
    name: 'dialog/mcp-servers',
    args: ASKING,
    repository: { '.mcp.json': mcp('one', 'two') },
    ready: /new MCP servers/,
    steps: [],
    shows: /reject all/,
  },
  {
    name: 'dialog/external-imports',
    args: ASKING,
    repository: { 'CLAUDE.md': '@../outside.md\n', '../outside.md': 'x\n' },
    ready: /Allow external/,
    steps: [],
    shows: /Enter to confirm/,
  },
  {
    name: 'dialog/settings-error',
    args: ASKING,
    files: { '.claude/settings.json': '{ "tui": ' },
    ready: /Settings Error/,
    steps: [],
    shows: /Enter to confirm/,
  },
  {
    name: 'dialog/config-error',
    args: ASKING,
    files: { '.claude/.claude.json': '{ broken' },
    ready: /Configuration error/,
    steps: [],
    shows: /Enter to confirm/,
  },
  {
    // The page that a start without a key ends at looks for its own server first; this one is the same list.
    name: 'dialog/login',
    args: ASKING,
    env: { ANTHROPIC_API_KEY: '' },
    steps: [{ type: '/login' }, { see: /\/login/ }, { press: 'Enter' }],
    shows: /Select login method:[\s\S]*Esc to cancel/,
  },
]
