import { hold } from '../model-server/hold.ts'
import { CHAT_CONTEXT_FULL, SERVER_ERROR, UNAUTHORIZED } from '../model-server/limits.ts'
import { type Scenes, say } from './scene.ts'

const WORK = say('Please work.')

/** pi. */
export const piScenes: Scenes = {
  ready: /\(auto\)/,
  scenes: [
    { name: 'unknown/starting', early: true, steps: [], shows: /Offline mode enabled/ },
    { name: 'idle/started', steps: [], shows: /\(auto\)/ },
    { name: 'idle/finished', rules: () => [{ answer: 'It is done.' }], steps: WORK, shows: /It is done\./ },
    { name: 'draft/one-line', steps: [{ type: 'half a thought' }], shows: /half a thought/ },
    { name: 'draft/three-lines', steps: [{ paste: 'one\ntwo\nthree' }], shows: /three/ },
    { name: 'draft/folded-lines', steps: [{ paste: 'a line of many\n'.repeat(30) }], shows: /\[paste #1/ },
    {
      name: 'working/silent',
      rules: () => [{ answer: { silent: true } }],
      steps: WORK,
      shows: /Working\.\.\./,
    },
    {
      name: 'working/streaming',
      rules: () => [{ answer: { text: 'one two three four five six', hold: hold(3) } }],
      steps: WORK,
      shows: /one two/,
    },
    {
      name: 'working/tool',
      rules: () => [{ answer: [{ text: 'I run it.', run: 'timeout 60 tail -f /dev/null' }, 'It is done.'] }],
      steps: WORK,
      shows: /Elapsed \d/,
    },
    {
      name: 'working/steering',
      rules: () => [{ answer: { silent: true } }],
      steps: [...WORK, { see: /Working/ }, ...say('And go on.')],
      shows: /Steering/,
    },
    {
      name: 'working/waiting-to-retry',
      rules: () => [{ answer: SERVER_ERROR }],
      steps: WORK,
      shows: /Retrying/,
    },
    { name: 'idle/error', rules: () => [{ answer: SERVER_ERROR }], steps: WORK, shows: /Retry failed/ },
    {
      // It compacts once by itself, tries again, and gives up.
      name: 'idle/context-full',
      rules: () => [{ answer: 'It is done.', times: 1 }, { answer: CHAT_CONTEXT_FULL }],
      steps: [...WORK, { see: /It is done/ }, ...say('And go on.')],
      shows: /Context overflow recovery failed/,
    },
    {
      name: 'working/compacting',
      rules: () => [{ answer: 'It is done.' }, { kind: 'side', answer: { silent: true } }],
      steps: [...WORK, { see: /It is done/ }, ...say('/compact')],
      shows: /[Cc]ompacting/,
    },
    { name: 'idle/login-lost', rules: () => [{ answer: UNAUTHORIZED }], steps: WORK, shows: /Error: 401/ },
  ],
}
