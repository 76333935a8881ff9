import { expect, test } from 'vitest'
import { fuse, STILL_MS, screenTestimony } from '../../../src/model/fuse.ts'
import type { Testimony } from '../../../src/model/testimony.ts'
import { aScreen } from '../../support/situation.ts'

const NOW_MS = 1_000_000

/** What somebody says, and how long ago that began. */
function word(teller: Testimony['teller'], says: Testimony['says'], agoMs: number): Testimony {
  return { teller, says, sinceMs: NOW_MS - agoMs, detail: '', untilMs: null }
}

const hook = (says: Testimony['says'], agoMs: number) => word('hook', says, agoMs)
const registry = (says: Testimony['says'], agoMs: number) => word('registry', says, agoMs)
const title = (says: Testimony['says']) => word('title', says, 0)
const transcript = (says: Testimony['says'], agoMs: number) => word('transcript', says, agoMs)
const screen = (says: Testimony['says'], agoMs = 0) => word('screen', says, agoMs)

test.each<[string, Testimony[], string]>([
  ['nobody says anything', [], 'unknown by null'],
  ['nobody knows', [hook(null, 1), registry(null, 1), title(null), screen(null)], 'unknown by null'],
  ['the screen alone knows', [hook(null, 1), registry(null, 1), screen('idle')], 'idle by screen'],
  [
    'the hook knows best',
    [hook('working', 900), registry('working', 901), screen('idle')],
    'working by hook',
  ],
  [
    'the registry writes the same change a moment after the hook',
    [hook('failed', 100), registry('idle', 30), screen('idle')],
    'failed by hook',
  ],
  ['Esc ended a turn and fired no hook', [hook('working', 9000), registry('idle', 100)], 'idle by registry'],
  ['leave was given', [hook('permission', 9000), registry('working', 100)], 'working by registry'],
  ['it is asked for leave', [hook('permission', 90), registry('working', 900)], 'permission by hook'],
  [
    'a hook of the user gave leave before anybody was asked',
    [hook('permission', 9000), registry('working', 20_000), screen('working')],
    'working by registry',
  ],
  ['the registry knows of a dialog', [hook('working', 90), registry('question', 10)], 'question by registry'],
  [
    'turns came and went since a failure',
    [hook('failed', 60_000), registry('idle', 9000)],
    'idle by registry',
  ],
  [
    'compaction is work to the registry',
    [hook('compacting', 90), registry('working', 10)],
    'compacting by hook',
  ],
  ['compaction was broken off', [hook('compacting', 90), registry('idle', 10)], 'idle by registry'],
  ['a shell goes on', [hook('background', 90), registry('background', 10)], 'background by hook'],
  ['a sub-agent goes on', [hook('background', 90), registry('working', 900)], 'background by hook'],
  [
    'a menu that only the screen shows',
    [hook('limited', 90), registry('idle', 10), title('working'), screen('question')],
    'question by screen',
  ],
  ['the title shows work that the screen does not', [title('working'), screen('idle')], 'working by title'],
  [
    'the title shows rest while the screen shows work',
    [title('idle'), screen('working')],
    'working by screen',
  ],
  ['the title knows of a prompt', [title('permission'), screen('idle')], 'permission by title'],
  [
    'an answer is written without a row of work, and the title is off',
    [title(null), transcript('working', 9000), screen('idle')],
    'working by transcript',
  ],
  [
    'a turn has begun that is not read yet',
    [transcript('idle', 9000), screen('working')],
    'working by screen',
  ],
  [
    'a turn ended whose end nobody wrote down',
    [transcript('working', 60_000), screen('idle', STILL_MS)],
    'idle by screen',
  ],
  ['the title is of now', [title('permission'), transcript('working', 900)], 'permission by title'],
  ['an error is known by its row', [transcript('failed', 900), screen('idle')], 'failed by transcript'],
  [
    'a job goes on behind a turn that is over',
    [transcript('idle', 900), screen('background')],
    'background by screen',
  ],
  ['a frozen title', [title('working'), screen('idle', STILL_MS)], 'working by title'],
  ['no registry, and Esc was pressed', [hook('working', 60_000), screen('idle', STILL_MS)], 'idle by screen'],
  ['no registry, and it draws', [hook('working', 60_000), screen('idle', 1000)], 'working by hook'],
  [
    'the hook is newer than what stands on the screen',
    [hook('working', 5000), screen('idle', STILL_MS)],
    'working by hook',
  ],
  [
    'a registry of work that nothing shows',
    [registry('working', 60_000), screen('idle', STILL_MS)],
    'idle by screen',
  ],
  [
    'a prompt that the registry keeps is never talked away',
    [registry('permission', 60_000), screen('idle', STILL_MS)],
    'permission by registry',
  ],
  [
    'an old prompt that only a hook told',
    [hook('permission', 60_000), screen('idle', STILL_MS)],
    'idle by screen',
  ],
  [
    'an unknown screen talks nothing away',
    [hook('working', 60_000), registry(null, 1), screen(null, STILL_MS)],
    'working by hook',
  ],
])('%s', (_what, testimonies, expected) => {
  const { says, teller } = fuse(testimonies, NOW_MS)
  expect(`${says} by ${teller}`).toBe(expected)
  // The order in which they are heard does not matter.
  expect(fuse(testimonies.toReversed(), NOW_MS)).toEqual(fuse(testimonies, NOW_MS))
})

test('a limit on the screen keeps its banner and its reset', () => {
  const limited = aScreen({
    state: 'limited',
    limit: { line: 'limit · resets 3am', resetMs: 7 },
  })
  expect(fuse([screenTestimony(limited, 5)], NOW_MS)).toEqual({
    ...{ says: 'limited', teller: 'screen', sinceMs: 5, detail: 'limit · resets 3am', untilMs: 7 },
  })
})
