import { hold } from '../model-server/hold.ts'
import { openaiError, SERVER_ERROR, UNAUTHORIZED } from '../model-server/limits.ts'
import { type Scene, type Scenes, say } from './scene.ts'

const WORK = say('Please work.')
/** Without `--yolo` it asks leave. */
const ASKING: readonly string[] = []
/** It ends by itself, should its CLI not end it. */
const LONG_COMMAND = 'timeout 60 tail -f /dev/null'

const call = (name: string, input: Record<string, unknown>) => () => [
  { answer: [{ text: 'I do it.', toolCalls: [{ name, input }] }, 'It is done.'] },
]

const states: readonly Scene[] = [
  { name: 'idle/started', steps: [], shows: /Type your message/ },
  { name: 'idle/finished', rules: () => [{ answer: 'It is done.' }], steps: WORK, shows: /It is done\./ },
  { name: 'draft/one-line', steps: [{ type: 'half a thought' }], shows: /half a thought/ },
  { name: 'draft/three-lines', steps: [{ paste: 'one\ntwo\nthree' }], shows: /three/ },
  { name: 'draft/folded-lines', steps: [{ paste: 'a line of many\n'.repeat(30) }], shows: /\[Pasted/ },
  { name: 'draft/folded-chars', steps: [{ paste: 'many words '.repeat(150) }], shows: /\[Pasted/ },
  { name: 'draft/slash-menu', steps: [{ type: '/mo' }], shows: /model/ },
  {
    name: 'working/silent',
    rules: () => [{ answer: { silent: true } }],
    steps: WORK,
    shows: /esc to cancel/,
  },
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
    shows: /tail -f[\s\S]*esc to cancel/,
  },
  {
    name: 'working/queued',
    rules: () => [{ answer: { silent: true } }],
    steps: [...WORK, { see: /esc to cancel/ }, ...say('And go on.')],
    shows: /queued/,
  },
  {
    name: 'unknown/compressing',
    rules: () => [
      { times: 1, answer: 'It is done.' },
      { kind: 'side', answer: { silent: true } },
    ],
    steps: [...WORK, { see: /It is done/ }, ...say('/compress')],
    shows: /[Cc]ompress\w* chat|Compressing/,
  },
  {
    name: 'working/hidden-retries',
    rules: () => [{ answer: SERVER_ERROR }],
    steps: WORK,
    shows: /esc to cancel/,
  },
  {
    name: 'working/rate-limited',
    rules: () => [{ answer: openaiError(429, 'rate_limit_exceeded', 'Too many requests.') }],
    steps: WORK,
    shows: /Retrying in|esc to cancel/,
  },
]

const dialogs: readonly Scene[] = [
  {
    name: 'dialog/permission',
    args: ASKING,
    rules: () => [{ answer: { text: 'I clean up.', run: 'rm -rf build' } }],
    steps: WORK,
    shows: /Allow execution of[\s\S]*suggest changes/,
  },
  {
    name: 'dialog/permission-edit',
    args: ASKING,
    rules: call('write_file', { file_path: '/tmp/agents-never-made.txt', content: 'one\ntwo\n' }),
    steps: WORK,
    shows: /Apply this change\?[\s\S]*suggest changes/,
  },
  {
    name: 'dialog/permission-fetch',
    args: ASKING,
    rules: call('web_fetch', { url: 'http://127.0.0.1:9/page', prompt: 'Read it.' }),
    steps: WORK,
    shows: /proceed\?[\s\S]*suggest changes/,
  },
  {
    name: 'dialog/question',
    rules: call('ask_user_question', {
      questions: [
        {
          question: 'Which colour shall it have?',
          header: 'Colour',
          multiSelect: false,
          options: [
            { label: 'Red', description: 'As a rose.' },
            { label: 'Blue', description: 'As the sea.' },
          ],
        },
      ],
    }),
    steps: WORK,
    shows: /Which colour/,
  },
  { name: 'dialog/model', steps: say('/model'), shows: /Select Model/ },
]

const errors: readonly Scene[] = [
  {
    name: 'idle/error',
    rules: () => [{ answer: openaiError(400, 'invalid_request_error', 'No such thing.') }],
    steps: WORK,
    shows: /No such\s+thing/,
  },
  { name: 'idle/login-lost', rules: () => [{ answer: UNAUTHORIZED }], steps: WORK, shows: /401/ },
  {
    name: 'idle/forbidden',
    rules: () => [{ answer: openaiError(403, 'access_denied', 'Access denied.') }],
    steps: WORK,
    shows: /403/,
  },
  {
    name: 'idle/money-gone',
    rules: () => [{ answer: openaiError(402, 'insufficient_balance', 'Insufficient Balance') }],
    steps: WORK,
    shows: /402/,
  },
  {
    name: 'idle/context-full',
    rules: () => [
      {
        answer: openaiError(
          400,
          'context_length_exceeded',
          "This model's maximum context length is 131072 tokens. However, your messages resulted in 140000 tokens.",
        ),
      },
    ],
    steps: WORK,
    shows: /maximum\s+context/,
  },
  {
    name: 'idle/background-shell',
    rules: call('run_shell_command', {
      command: LONG_COMMAND,
      is_background: true,
      description: 'a long one',
    }),
    steps: WORK,
    shows: /It is done/,
  },
  {
    name: 'idle/interrupted',
    rules: () => [{ answer: { text: 'one two three', hold: hold(2) } }],
    steps: [...WORK, { see: /one two/ }, { press: 'Escape' }],
    shows: /cancelled/,
  },
]

/** Qwen Code. */
export const qwenScenes: Scenes = { ready: /Type your message/, scenes: [...states, ...dialogs, ...errors] }
