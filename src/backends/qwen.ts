import type { Profile } from './profile.ts'
import { QWEN_DIALOGS } from './qwen-dialogs.ts'
import { qwenFirstRun } from './qwen-first-run.ts'
import { qwenHooks } from './qwen-hooks.ts'

/** The keys of its mode and of its help are whole. */
const FOOT = /^(?!.*\(shift[^)]*$)(?!\s*\?( (?!for shortcuts)[a-z ]*)?$)/

/** Qwen Code. */
export const qwen: Profile = {
  name: 'qwen',
  seenOn: { program: 'qwen-code', version: '0.15.10' },
  command: ['qwen', '--yolo'],
  modelOption: '--model',
  session: { option: '--session-id', taken: ['--session-id', '--resume', '-r', '--continue', '-c'] },
  folderOption: '--include-directories={folder}',
  // The words below are its English ones. Its updates are switched off in settings.json alone.
  env: { QWEN_CODE_LANG: 'en' },
  firstRun: qwenFirstRun,
  apiVariables: [
    ...['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY', 'DASHSCOPE_API_KEY'],
    ...['OPENROUTER_API_KEY'],
  ],
  submitKey: 'Enter',
  submitDelayMs: 300,
  input: 'queues',
  screen: {
    composer: 'ruled',
    // `*` with --yolo, `!` for a shell command.
    prompt: /^[>*!]( |$)/,
    placeholder: /^(Type your message|Press 'i' for INSERT mode)/,
    alwaysHints: true,
    folded: /^\[Pasted Content (?<chars>\d+) chars\]( #\d+)?$/,
    // What it says is indented deeper, or has a bullet. Narrow panes break the row before the bracket.
    working: [
      /^ {2}([⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|\.{1,3}) +\S.*esc to cancel\)$/,
      // In tmux it draws no dot at all every fourth time.
      /^ {6}\S.* \((\d+[hm] )*\d+s · (.* · )?esc to cancel\)$/,
      /^ {2}\((\d+[hm] )*\d+s · (.* · )?esc to cancel\)$/,
    ],
    torn: [/^ {2}([⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|\.{1,3})( |$)/],
    // All is indented: what is said begins with a bullet, its tools and its head with a frame.
    hanging: /^\s(?! {1,2}([✦✕●>┌│└╭╰█╚]|Tips: ))/,
    queued: /^ {2}Press ↑ to edit queued messages$/,
    // It takes its box away while it compacts; what others say is indented deeper, or has a bullet.
    boxless: /^ {2}[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Compressing chat history$/,
    job: /^ {2}\S.* · (?<job>\d+ shells?)$/,
    // Its keys may be half drawn; a user's own words stand there, too.
    foot: { first: FOOT, rest: FOOT },
    footer: [],
    limit: [],
    resumes: null,
    dialog: [
      /^[\s│]*Allow execution of/,
      /^[\s│]*(Apply this change|Do you want to proceed)\?/,
      /^[\s│]*[›❯] \d+\. /,
      /^[\s│]*Terms of Services and Privacy Notice:/,
    ],
    permission: /Allow execution of|(Apply this change|Do you want to proceed)\?/,
    question: /AskUserQuestion .*Enter: Select \| Esc: Cancel/,
    dialogs: QWEN_DIALOGS,
  },
  hooks: qwenHooks,
}
