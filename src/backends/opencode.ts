import type { Profile } from './profile.ts'

/** OpenCode. */
export const opencode: Profile = {
  name: 'opencode',
  seenOn: { program: 'opencode', version: '1.18.33' },
  command: ['opencode'],
  modelOption: '--model',
  session: null,
  folderOption: null,
  env: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
  apiVariables: [
    ...['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENROUTER_API_KEY', 'OPENCODE_API_KEY', 'XAI_API_KEY'],
    ...['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY', 'DEEPSEEK_API_KEY'],
    ...['MOONSHOT_API_KEY', 'ZHIPU_API_KEY', 'DASHSCOPE_API_KEY'],
  ],
  submitKey: 'Enter',
  submitDelayMs: 1000,
  input: 'queues',
  screen: {
    composer: 'gutter',
    prompt: /^/,
    placeholder: /^Ask anything/,
    // Three lines, or 150 characters, are enough.
    folded: /^\[Pasted ~(?<lines>\d+) lines\]$/,
    working: [],
    atRest: /ctrl\+p/,
    // Its bar of work; what it waits for may push the words aside, and stand in the bar.
    footer: [/esc (again to )?interrupt/, /\[retrying\b/, /^ {1,4}[■⬝]{2}/],
    limit: [],
    resumes: null,
    // The second: below a change that is longer than the pane.
    dialog: [
      /^[\s┃]*△ (Permission required|Always allow)/,
      /^ *┃.* {2}⇆ select +enter confirm/,
      /^ *┃.* {2}esc dismiss( |$)/,
    ],
    // The head of a list to choose from.
    overlay: /\S {4,}esc( {2,}|$)/,
    permission: /△ (Permission required|Always allow)/,
    question: /↑↓ select .{0,80}esc dismiss/,
  },
}
