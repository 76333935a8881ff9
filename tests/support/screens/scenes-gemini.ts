import { hold } from '../model-server/hold.ts'
import { GEMINI_OVERLOADED, geminiError, geminiLimit } from '../model-server/limits.ts'
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
  { name: 'draft/folded-lines', steps: [{ paste: 'a line of many\n'.repeat(30) }], shows: /\[Pasted Text/ },
  { name: 'draft/folded-chars', steps: [{ paste: 'many words '.repeat(100) }], shows: /\[Pasted Text/ },
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
    shows: /Queued/,
  },
  {
    name: 'working/compressing',
    rules: () => [
      { times: 1, answer: 'It is done.' },
      { kind: 'side', answer: { silent: true } },
    ],
    steps: [...WORK, { see: /It is done/ }, ...say('/compress')],
    shows: /[Cc]ompress\w* chat|Compressing/,
  },
  {
    name: 'working/overloaded',
    rules: () => [{ answer: GEMINI_OVERLOADED }],
    steps: WORK,
    shows: /Attempt|esc to cancel/,
  },
  {
    name: 'working/limit-of-a-minute',
    rules: () => [{ answer: geminiLimit('minute') }],
    steps: WORK,
    shows: /esc to cancel/,
  },
]

const dialogs: readonly Scene[] = [
  {
    name: 'dialog/added-folders',
    args: ['--include-directories=/usr/share/doc'],
    steps: [],
    shows: /following folders[\s\S]*3\. No/,
  },
  {
    name: 'dialog/permission-command',
    args: ASKING,
    rules: () => [{ answer: { text: 'I clean up.', run: 'rm -rf build' } }],
    steps: WORK,
    shows: /Allow execution of[\s\S]*suggest changes/,
  },
  {
    name: 'dialog/permission-edit',
    args: ASKING,
    rules: call('write_file', { file_path: 'made.txt', content: 'one\ntwo\n' }),
    steps: WORK,
    shows: /Apply this change\?[\s\S]*suggest changes/,
  },
  {
    name: 'dialog/permission-fetch',
    args: ASKING,
    rules: call('web_fetch', { prompt: 'Read http://127.0.0.1:9/page for me.' }),
    steps: WORK,
    shows: /Do you want to proceed\?[\s\S]*suggest changes/,
  },
  {
    name: 'dialog/question',
    rules: call('ask_user', {
      questions: [
        {
          question: 'Which colour shall it have?',
          header: 'Colour',
          type: 'choice',
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
  { name: 'dialog/limit', rules: () => [{ answer: geminiLimit('day') }], steps: WORK, shows: /Keep trying/ },
]

const errors: readonly Scene[] = [
  {
    name: 'idle/error',
    rules: () => [{ answer: geminiError(400, 'INVALID_ARGUMENT', 'No such thing.') }],
    steps: WORK,
    shows: /No such\s+thing/,
  },
  {
    name: 'idle/login-lost',
    rules: () => [{ answer: geminiError(401, 'UNAUTHENTICATED', 'API keys are not supported by this API.') }],
    steps: WORK,
    shows: /not supported|API key/,
  },
  {
    name: 'idle/forbidden',
    rules: () => [{ answer: geminiError(403, 'PERMISSION_DENIED', 'The caller does not have permission.') }],
    steps: WORK,
    shows: /permission/,
  },
  {
    name: 'idle/context-full',
    rules: () => [
      {
        answer: geminiError(
          400,
          'INVALID_ARGUMENT',
          'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
        ),
      },
    ],
    steps: WORK,
    shows: /exceeds/,
  },
  {
    name: 'idle/background-shell',
    rules: call('run_shell_command', { command: LONG_COMMAND, is_background: true }),
    steps: WORK,
    shows: /It is done/,
  },
  {
    name: 'idle/interrupted',
    rules: () => [{ answer: { silent: true } }],
    steps: [...WORK, { see: /esc to cancel/ }, { press: 'Escape' }],
    shows: /cancelled/,
  },
]

/** Gemini CLI. */
export const geminiScenes: Scenes = { ready: /Type your message/, scenes: [...states, ...dialogs, ...errors] }
