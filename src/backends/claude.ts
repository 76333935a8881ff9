import { CLAUDE_DIALOGS } from './claude-dialogs.ts'
import { claudeFirstRun } from './claude-first-run.ts'
import { claudeHooks } from './claude-hooks.ts'
import type { Profile } from './profile.ts'

/**
 * A dialog is indented by one. The hint that tells of work may be half drawn, behind the mode or alone; a user's own status line
 * stands above it, in words of any kind.
 */
const FOOT = /^(?! \S)(?!\s*[⏵⏸].* ·$)(?!(.* ·)? +e(s(c( (t(o( (i((?!nterrupt$)[a-z]*))?)?)?)?)?)?)?$)/

/** Claude Code. */
export const claude: Profile = {
  name: 'claude',
  seenOn: { program: 'Claude Code', version: '2.1.329' },
  command: ['claude', '--dangerously-skip-permissions'],
  modelOption: '--model',
  session: {
    option: '--session-id',
    // With these it goes on with an older session, or refuses a second id.
    taken: ['--session-id', '--resume', '-r', '--continue', '-c', '--from-pr'],
  },
  // `--add-dir` would open a trust dialog with "No, exit" chosen.
  folderOption: '--allowedTools=Read(/{folder}/**)',
  // In the alternate screen tmux keeps no history, and a renderer is offered.
  env: { DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_ALTERNATE_SCREEN: '1' },
  firstRun: claudeFirstRun,
  // A gateway's token is paid by the token as well; CLAUDE_CODE_OAUTH_TOKEN is a subscription's.
  apiVariables: [
    ...['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'],
    ...['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'],
  ],
  submitKey: 'Enter',
  // It holds a paste for 100 ms; 300 ms was never seen to lose the key.
  submitDelayMs: 300,
  input: 'queues',
  tellsTexts: true,
  clearKey: 'C-u',
  compact: '/compact',
  screen: {
    composer: 'ruled',
    prompt: /^❯[\u00a0 ]?/,
    // The first of these stands there while texts wait in its queue, the last two after an error.
    placeholder:
      /^(Try "|Press up to edit queued messages$|Once fixed, resend your message$|Resend your message to try again$)/,
    folded: /^\[Pasted text #\d+(?: \+(?<lines>\d+) lines)?\]$/,
    // A finished row has no ellipsis. `*` and `·` may begin a Markdown bullet: they need the seconds behind the dots.
    working: [/^[✢✶✻✽✳]\s.*…(\s*\(|$)/, /^[·*]\s.*… \(/, /^[✢✶✻✽✳·*]\s.* · retrying in \d+s · attempt \d+/],
    hanging: /^[\s❯]/,
    torn: [/^[✢✶✻✽✳](\s\S*)?$/, /^[·*]\s\p{Lu}\p{Ll}*$/u, /^[✢✶✻✽✳·*]\s.* · r[a-z\d ]*$/],
    foot: { first: FOOT, rest: FOOT },
    // Narrow panes cut it.
    footer: [/esc to interrupt/, / · e(sc?)?( [a-z]*)*…$/],
    dialog: [/^ {0,2}Enter to (confirm|select) · /, /^ Esc to cancel( · |$)/, /^\s*❯ \d+\. /],
    permission:
      /Do you want to (?!use this API key)[^?]{1,300}\?|Exit plan mode\?|Would you like to proceed\?/,
    question: /Enter to select · |Review your answers/,
    dialogs: CLAUDE_DIALOGS,
    limit: [
      /^[\s⏺●⎿]*You['’](ve (hit|reached) your .{1,40}limit\b|re out of (extra usage|usage credits))/,
      /^[\s⏺●⎿⚠]*(5-hour|Weekly|Claude (AI )?usage|Usage) limit reached/,
    ],
    resumes: /^\s*Continuing (automatically|shortly)\b.*Esc to cancel/,
  },
  // 2.1.197; since then the title is always `✳ Claude Code`, which says nothing.
  title: { working: /^[\u2800-\u28ff] / },
  registry: {
    status: { idle: 'idle', busy: 'working', shell: 'background', waiting: 'question' },
    waitingFor: { 'permission prompt': 'permission', 'sandbox request': 'permission' },
  },
  hooks: claudeHooks,
}
