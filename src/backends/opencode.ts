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
    folded: null,
    working: [],
    footer: [/esc (again to )?interrupt/],
    limit: [],
    resumes: null,
    dialog: [/^[\s┃]*△ (Permission required|Always allow)/],
    permission: /△ (Permission required|Always allow)/,
  },
}
