import { hold } from '../model-server/hold.ts'
import { openaiError, SERVER_ERROR } from '../model-server/limits.ts'
import { type Scene, type Scenes, say } from './scene.ts'

const WORK = say('Please work.')
/** By itself it asks leave for nothing inside its folder. */
const ASKING = { OPENCODE_PERMISSION: JSON.stringify({ bash: 'ask', edit: 'ask', webfetch: 'ask' }) }
/** It ends by itself, should its CLI not end it. */
const LONG_COMMAND = 'timeout 60 tail -f /dev/null'

const call = (name: string, input: Record<string, unknown>) => () => [
  { answer: [{ text: 'I do it.', toolCalls: [{ name, input }] }, 'It is done.'] },
]

const states: readonly Scene[] = [
  { name: 'idle/started', steps: [], shows: /Ask anything/ },
  {
    name: 'idle/finished',
    rules: () => [{ answer: 'It is done.' }],
    steps: WORK,
    shows: /▣ .* · [\d.]+m?s/,
  },
  { name: 'draft/one-line', steps: [{ type: 'half a thought' }], shows: /half a thought/ },
  { name: 'draft/three-lines', steps: [{ paste: 'one\ntwo\nthree' }], shows: /three|Pasted/ },
  { name: 'draft/folded-lines', steps: [{ paste: 'a line of many\n'.repeat(30) }], shows: /Pasted/ },
  { name: 'draft/slash-menu', steps: [{ type: '/mo' }], shows: /model/ },
  { name: 'working/silent', rules: () => [{ answer: { silent: true } }], steps: WORK, shows: /interrupt/ },
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
    shows: /tail -f/,
  },
  {
    name: 'working/queued',
    rules: () => [{ answer: { silent: true } }],
    steps: [...WORK, { see: /interrupt/ }, ...say('And go on.')],
    shows: /QUEUED/,
  },
  {
    name: 'working/compacting',
    rules: () => [
      { times: 1, answer: 'It is done.' },
      { kind: 'side', answer: { silent: true } },
      { answer: { silent: true } },
    ],
    steps: [...WORK, { see: /▣/ }, ...say('/compact')],
    shows: /Compaction|interrupt/,
  },
  { name: 'working/retrying', rules: () => [{ answer: SERVER_ERROR }], steps: WORK, shows: /retrying/ },
  {
    name: 'working/limit',
    rules: () => [
      {
        answer: {
          ...openaiError(429, 'rate_limit_exceeded', 'You have reached your 5 hour usage limit.'),
          headers: { 'retry-after': '7200' },
        },
      },
    ],
    steps: WORK,
    shows: /retrying/,
  },
]

const dialogs: readonly Scene[] = [
  {
    name: 'dialog/permission-command',
    env: ASKING,
    rules: () => [{ answer: { text: 'I clean up.', run: 'rm -rf build' } }],
    steps: WORK,
    shows: /Permission required/,
  },
  {
    name: 'dialog/permission-edit',
    env: ASKING,
    rules: call('write', { filePath: 'made.txt', content: 'one\ntwo\n' }),
    steps: WORK,
    shows: /Permission required/,
  },
  {
    name: 'dialog/permission-always',
    env: ASKING,
    rules: () => [{ answer: { text: 'I clean up.', run: 'rm -rf build' } }],
    steps: [...WORK, { see: /Permission required/ }, { press: 'Right' }, { press: 'Enter' }],
    shows: /Always allow/,
  },
  {
    name: 'dialog/question',
    rules: call('question', {
      questions: [
        {
          question: 'Which colour shall it have?',
          header: 'Colour',
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
  { name: 'dialog/model', steps: say('/models'), shows: /Select model/ },
]

const errors: readonly Scene[] = [
  {
    name: 'idle/error',
    rules: () => [{ answer: openaiError(400, 'invalid_request_error', 'No such thing.') }],
    steps: WORK,
    shows: /No such\s+thing/,
  },
  {
    name: 'idle/login-lost',
    rules: () => [{ answer: openaiError(401, 'invalid_api_key', 'Incorrect API key provided.') }],
    steps: WORK,
    shows: /Incorrect\s+API/,
  },
  {
    name: 'idle/forbidden',
    rules: () => [{ answer: openaiError(403, 'access_denied', 'Access denied.') }],
    steps: WORK,
    shows: /denied|Forbidden/,
  },
  {
    name: 'idle/money-gone',
    rules: () => [{ answer: openaiError(402, 'insufficient_credits', 'Insufficient credits.') }],
    steps: WORK,
    shows: /[Ii]nsufficient/,
  },
  {
    name: 'working/context-full',
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
    shows: /▣ +Compaction · /,
  },
  {
    name: 'idle/interrupted',
    rules: () => [{ answer: { text: 'one two three', hold: hold(2) } }],
    steps: [...WORK, { see: /one two/ }, { press: 'Escape' }, { see: /again/ }, { press: 'Escape' }],
    shows: /interrupted/,
  },
]

/** OpenCode. */
export const opencodeScenes: Scenes = { ready: /Ask anything/, scenes: [...states, ...dialogs, ...errors] }
