import type { Profile } from './profile.ts'

/** pi, a coding agent of few parts. It never asks leave for a tool. */
export const pi: Profile = {
  name: 'pi',
  seenOn: { program: 'pi', version: '0.73.1' },
  command: ['pi'],
  // `provider/model`, with `:high` behind it for more thinking.
  modelOption: '--model',
  // `--session` takes a file or an old id, and no new id.
  session: null,
  // It reads what it likes.
  folderOption: null,
  // No update, no download and no telemetry at its start.
  env: { PI_OFFLINE: '1' },
  apiVariables: [
    ...['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'AZURE_OPENAI_API_KEY', 'DEEPSEEK_API_KEY', 'GEMINI_API_KEY'],
    ...['GROQ_API_KEY', 'CEREBRAS_API_KEY', 'XAI_API_KEY', 'FIREWORKS_API_KEY', 'OPENROUTER_API_KEY'],
    ...['AI_GATEWAY_API_KEY', 'ZAI_API_KEY', 'MISTRAL_API_KEY', 'MINIMAX_API_KEY', 'MOONSHOT_API_KEY'],
    ...[
      'OPENCODE_API_KEY',
      'KIMI_API_KEY',
      'CLOUDFLARE_API_KEY',
      'XIAOMI_API_KEY',
      'AWS_BEARER_TOKEN_BEDROCK',
    ],
    ...['AWS_ACCESS_KEY_ID', 'AWS_PROFILE'],
  ],
  submitKey: 'Enter',
  submitDelayMs: 300,
  // It queues what comes while it works, but drops what comes while it waits to try again after an error.
  input: 'waits',
  tellsTexts: true,
  clearKey: 'C-u',
  screen: {
    composer: 'bare',
    prompt: /^/,
    placeholder: /^$/,
    folded: /^\[paste #\d+ (?:\+(?<lines>\d+) lines|(?<chars>\d+) chars)\]$/,
    working: [
      /^ [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] (Working\.\.\.|Retrying \(\d+\/\d+\) in \d+s\.\.\.|.*[Cc]ompacting)/,
      /^ [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Summarizing branch\.\.\./,
    ],
    torn: [/^ [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]( \S*)?$/, /^ [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Retrying/],
    // All that it says is indented: only the lowest row is no quotation.
    hanging: /(?!)/,
    footer: [],
    limit: [],
    resumes: null,
    // What is chosen in a list, which stands between the rules of the input box.
    dialog: [/^[→›] /],
  },
}
