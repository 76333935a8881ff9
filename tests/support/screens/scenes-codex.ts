import { hold } from '../model-server/hold.ts'
import {
  CODEX_CONTEXT_FULL,
  CODEX_QUOTA,
  codexLimit,
  SERVER_ERROR,
  UNAUTHORIZED,
} from '../model-server/limits.ts'
import { type Scenes, say } from './scene.ts'

const DAY_MS = 86_400_000
/** It ends by itself, should its CLI not end it. */
const LONG_COMMAND = 'timeout 60 tail -f /dev/null'
const WORK = say('Please work.')
const ASKING = [
  '--no-daemon',
  '--no-alt-screen',
  '--ask-for-approval',
  'on-request',
  '--sandbox',
  'read-only',
]
const PUSH = {
  cmd: 'git push origin main',
  sandbox_permissions: 'require_escalated',
  justification: 'May I push it?',
}

const COLOUR = {
  ...{ id: 'colour', header: 'Colour', question: 'Which colour shall it be?' },
  options: [
    { label: 'Red', description: 'The warm one.' },
    { label: 'Blue', description: 'The cold one.' },
  ],
}

/** Codex CLI. */
export const codexScenes: Scenes = {
  ready: /Ask Codex/,
  scenes: [
    // Its box stands there before it takes an Enter.
    { name: 'unknown/starting', early: true, steps: [], shows: /› Ask Codex/ },
    { name: 'idle/started', steps: [], shows: /Ask Codex/ },
    {
      name: 'idle/finished',
      rules: () => [{ answer: 'It is done.' }],
      steps: WORK,
      shows: /It is done\.[\s\S]*›/,
    },
    { name: 'draft/words', steps: [{ type: 'half a thought' }], shows: /half a thought/ },
    {
      name: 'working/first-seconds',
      rules: () => [{ answer: { silent: true } }],
      steps: WORK,
      shows: /\(\ds/,
    },
    {
      name: 'idle/while-streaming',
      rules: () => [{ answer: { text: 'one two three four\n\nfive six seven', hold: hold(5) } }],
      steps: WORK,
      shows: /one two/,
    },
    {
      name: 'working/tool',
      rules: () => [{ answer: [{ text: 'I run it.', run: LONG_COMMAND }, 'It is done.'] }],
      steps: WORK,
      shows: /I run it\.[\s\S]*\(\ds/,
    },
    {
      // After ten seconds it goes on without the command's end.
      name: 'idle/background-terminal',
      rules: () => [{ answer: [{ text: 'I run it.', run: LONG_COMMAND }, 'It is done.'] }],
      steps: WORK,
      shows: /Worked for[\s\S]*background terminal running/,
    },
    {
      name: 'working/compacting',
      rules: () => [{ answer: 'It is done.' }, { kind: 'compaction', answer: { silent: true } }],
      steps: [...WORK, { see: /It is done/ }, ...say('/compact')],
      shows: /\(\ds • esc/,
    },
    { name: 'dialog/models', steps: say('/model'), shows: /Select Model|Esc|esc/ },
    {
      name: 'dialog/permission-command',
      args: ASKING,
      rules: () => [{ answer: { toolCalls: [{ name: 'exec_command', input: PUSH }] } }],
      steps: WORK,
      shows: /Would you like[\s\S]*Press enter/,
    },
    {
      // It may ask in this mode alone.
      name: 'dialog/question',
      rules: () => [
        { answer: { toolCalls: [{ name: 'request_user_input', input: { questions: [COLOUR] } }] } },
      ],
      steps: [...say('/plan'), { see: /Plan mode/ }, ...WORK],
      shows: /Which colour[\s\S]*enter to submit/,
    },
    {
      name: 'working/reconnecting',
      rules: () => [{ answer: SERVER_ERROR }],
      steps: WORK,
      shows: /Reconnecting/,
    },
    { name: 'idle/login-lost', rules: () => [{ answer: UNAUTHORIZED }], steps: WORK, shows: /■ .*401/ },
    { name: 'idle/quota', rules: () => [{ answer: CODEX_QUOTA }], steps: WORK, shows: /Quota/ },
    {
      name: 'idle/context-full',
      rules: () => [{ answer: CODEX_CONTEXT_FULL }],
      steps: WORK,
      shows: /ran out of room/,
    },
    {
      name: 'limited/usage',
      rules: () => [{ answer: codexLimit(Date.now() + 3 * DAY_MS) }],
      steps: WORK,
      shows: /usage limit/,
    },
  ],
}
