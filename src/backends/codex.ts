import { CODEX_DIALOGS } from './codex-dialogs.ts'
import { codexFirstRun } from './codex-first-run.ts'
import type { Profile } from './profile.ts'

/** Codex CLI. */
export const codex: Profile = {
  name: 'codex',
  seenOn: { program: 'codex', version: '0.169.0' },
  command: [
    'codex',
    '--no-daemon',
    '--no-alt-screen',
    '--ask-for-approval',
    'never',
    '--sandbox',
    'danger-full-access',
  ],
  modelOption: '--model',
  session: null,
  folderOption: null,
  env: {},
  firstRun: codexFirstRun,
  apiVariables: ['CODEX_API_KEY', 'OPENAI_API_KEY'],
  submitKey: 'Enter',
  // Enter is a line break for 120 ms after a paste.
  submitDelayMs: 400,
  // A message that comes while an answer streams throws the answer away.
  input: 'waits',
  tellsTexts: true,
  clearKey: 'C-u',
  compact: '/compact',
  screen: {
    composer: 'prompt',
    // `»` since 0.149 in some terminals.
    prompt: /^[›»] ?/,
    placeholder:
      /^(Ask Codex to do anything|Explain this codebase|Summarize recent commits|Find and fix a bug in @filename|.* for shortcuts)$/,
    folded: /^\[Pasted Content (?<chars>\d+) chars\]$/,
    // Narrow panes cut the row: `esc to i…`.
    working: [/^[•◦] .*\((\d+[hm] )*\d+s • esc to i/],
    hanging: /^ {2}└|^ {4}|^[›»]/,
    torn: [/^[•◦] .*\((\d+[hms] ?)*(•[a-z ]*…?)?$/, /^[•◦] Reconnecting\.\.\. \d+\/\d+$/],
    // Drawn from the tenth second of a command until its end.
    job: /^ {2}\d+ background terminals?\b/,
    // While it starts it has drawn no more than its keys; a dialog may follow.
    foot: { first: /^ {2}(?!\?[a-z ]*$)/, rest: /^ {2}\S* / },
    footer: [],
    dialog: [
      ...[/Press enter to (confirm|continue)/, /enter to submit (answer|all)/],
      /^ *enter (continue|confirm|select) · esc \w+$/,
    ],
    permission:
      /(Would you like to (run|make|grant)|Do you want to approve) [^?]{1,300}\?|Approve app tool call\?/,
    question: /enter to submit (answer|all)/,
    dialogs: CODEX_DIALOGS,
    limit: [/^■ You['’]ve hit your usage limit/],
    resumes: null,
  },
  // The two forms of `permission` come in turn. A bare folder name may be anybody's title: it says nothing.
  title: { permission: /^\[ [!.] \]|Action Required/, working: /(^|\s)[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏](\s|$)/ },
}
