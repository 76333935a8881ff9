import { hold } from '../model-server/hold.ts'
import {
  CLAUDE_CREDIT_TOO_LOW,
  CLAUDE_OVERLOADED,
  CLAUDE_PROMPT_TOO_LONG,
  claudeLimit,
  claudeWarning,
} from '../model-server/limits.ts'
import { type Scenes, say } from './scene.ts'

const HOUR_MS = 3_600_000
const inHours = (hours: number) => Date.now() + hours * HOUR_MS
const WORK = say('Please work.')
/** Limits are shown to a subscription alone. */
const SUBSCRIBED = { ANTHROPIC_API_KEY: '', CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-dummy-of-the-tests' }
const ASKING = ['--permission-mode', 'default']
/** A status line of a user's own, in words like those of Claude Code: it takes the place of most hints. */
const OWN_STATUS_LINE = [
  '--dangerously-skip-permissions',
  '--settings',
  JSON.stringify({ statusLine: { type: 'command', command: "printf 'main · everything\\nend ·'" } }),
]
/** It ends by itself, should its CLI not end it. */
const LONG_COMMAND = 'timeout 60 tail -f /dev/null'

/** Claude Code. */
export const claudeScenes: Scenes = {
  ready: /shortcuts|bypass permissions|manual mode/,
  scenes: [
    // It draws nothing until its box is there.
    { name: 'unknown/starting', early: true, steps: [], shows: /^$/ },
    { name: 'idle/started', steps: [], shows: /❯/ },
    {
      name: 'idle/finished',
      rules: () => [{ answer: 'It is done.' }],
      steps: WORK,
      shows: /It is done\.[\s\S]*❯/,
    },
    { name: 'idle/own-status-line', args: OWN_STATUS_LINE, steps: [], shows: /everything/ },
    {
      name: 'working/own-status-line',
      args: OWN_STATUS_LINE,
      rules: () => [{ answer: { silent: true } }],
      steps: WORK,
      shows: /… \(\d+s[\s\S]*everything/,
    },
    { name: 'draft/one-line', steps: [{ type: 'half a thought' }], shows: /half a thought/ },
    { name: 'draft/three-lines', steps: [{ paste: 'one\ntwo\nthree' }], shows: /three/ },
    {
      name: 'draft/collapsed-paste',
      steps: [{ paste: 'a line of many\n'.repeat(30) }],
      shows: /\[Pasted text #\d/,
    },
    { name: 'working/silent', rules: () => [{ answer: { silent: true } }], steps: WORK, shows: /… \(\d+s/ },
    {
      name: 'working/streaming',
      rules: () => [{ answer: { text: 'one two three\n\nfour five six\n\nseven', hold: hold(6) } }],
      steps: WORK,
      shows: /one two/,
    },
    {
      name: 'working/tool',
      rules: () => [{ answer: [{ text: 'I run it.', run: LONG_COMMAND }, 'It is done.'] }],
      steps: WORK,
      shows: /Running|tail -f[\s\S]*…/,
    },
    {
      name: 'working/text-queued',
      rules: () => [{ answer: { silent: true } }],
      steps: [...WORK, { see: /…/ }, ...say('And go on.')],
      shows: /Queued|edit queued/,
    },
    {
      name: 'working/compacting',
      rules: () => [{ answer: 'It is done.' }, { kind: 'compaction', answer: { silent: true } }],
      steps: [...WORK, { see: /It is done/ }, ...say('/compact')],
      shows: /[Cc]ompacting/,
    },
    {
      name: 'idle/background-shell',
      rules: () => [
        {
          answer: [
            { toolCalls: [{ name: 'Bash', input: { command: LONG_COMMAND, run_in_background: true } }] },
            'It is done.',
          ],
        },
      ],
      steps: WORK,
      shows: /It is done/,
    },
    {
      name: 'dialog/permission-command',
      args: ASKING,
      rules: () => [{ answer: { text: 'I clean up.', run: 'rm -rf build' } }],
      steps: WORK,
      shows: /Do you want to proceed\?[\s\S]*Esc to cancel/,
    },
    {
      name: 'working/retrying',
      rules: () => [{ answer: CLAUDE_OVERLOADED }],
      steps: WORK,
      shows: /retrying in/,
    },
    {
      name: 'idle/refused',
      rules: () => [
        {
          answer: {
            status: 400,
            body: { type: 'error', error: { type: 'invalid_request_error', message: 'No such thing.' } },
          },
        },
      ],
      steps: WORK,
      shows: /No such thing|invalid/,
    },
    {
      name: 'idle/credit-too-low',
      rules: () => [{ answer: CLAUDE_CREDIT_TOO_LOW }],
      steps: WORK,
      shows: /Credit/,
    },
    {
      name: 'idle/context-full',
      rules: () => [{ answer: CLAUDE_PROMPT_TOO_LONG }],
      steps: WORK,
      shows: /too long/,
    },
    {
      name: 'limited/five-hour-goes-on-by-itself',
      env: SUBSCRIBED,
      rules: () => [{ answer: claudeLimit({ claim: 'five_hour', resetsAtMs: inHours(2) }) }],
      steps: WORK,
      shows: /Continuing/,
    },
    {
      name: 'dialog/limit',
      env: SUBSCRIBED,
      rules: () => [{ answer: claudeLimit({ claim: 'seven_day', resetsAtMs: inHours(72) }) }],
      steps: WORK,
      shows: /Stop and wait[\s\S]*Esc to cancel/,
    },
    {
      name: 'idle/warned-of-a-limit',
      env: SUBSCRIBED,
      rules: () => [
        {
          answer: {
            text: 'It is done.',
            headers: claudeWarning({ claim: 'five_hour', resetsAtMs: inHours(2) }, 0.92),
          },
        },
      ],
      steps: WORK,
      shows: /used 92%/,
    },
  ],
}
