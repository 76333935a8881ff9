import { GEMINI_DIALOGS } from './gemini-dialogs.ts'
import { geminiFirstRun } from './gemini-first-run.ts'
import type { Profile } from './profile.ts'

/** Gemini CLI. */
export const gemini: Profile = {
  name: 'gemini',
  seenOn: { program: 'gemini-cli', version: '0.61.0' },
  command: ['gemini', '--yolo'],
  modelOption: '--model',
  session: { option: '--session-id', taken: ['--session-id', '--resume', '-r', '--session-file'] },
  folderOption: '--include-directories={folder}',
  env: {},
  firstRun: geminiFirstRun,
  apiVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'],
  submitKey: 'Enter',
  // Enter within 40 ms of a paste is lost.
  submitDelayMs: 300,
  input: 'queues',
  screen: {
    composer: 'boxed',
    prompt: /^[>*!] ?/,
    placeholder: /^Type your message/,
    folded: /^\[Pasted Text: (?:(?<lines>\d+) lines|(?<chars>\d+) chars)\]( #\d+)?$/,
    // What it says is indented by two, or not at all.
    working: [/^ [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] .*\(esc to cancel, /, /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Compressing chat history/],
    // A rule, its mode and its background processes stand in between; a pane that grew narrow breaks the edge of its box.
    hanging: /^(\s|─+$|▄+$)/,
    job: /^ (.* )?(\d+ )?Background process(es)?$/,
    footer: [],
    limit: [/^Usage limit reached for /],
    resumes: null,
    dialog: [
      /^[\s│]*Allow execution of/,
      /^[\s│]*(Apply this change|Do you want to proceed)\?/,
      /^[\s│]*● ?\d+\. /,
    ],
    permission: /Allow execution of|(Apply this change|Do you want to proceed)\?/,
    question: /Answer Questions .*Enter to select · /,
    dialogs: GEMINI_DIALOGS,
  },
  // It says `Working…` at the menu of a daily limit, too: the menu on the screen counts first.
  title: { permission: /^✋ /u, working: /^[✦⏲] /u, idle: /^◇ /u },
}
