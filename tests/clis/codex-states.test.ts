import { test } from 'vitest'
import { liveScenes, playLive } from './live-states.ts'

const SHORT = ['idle/while-streaming', 'dialog/question', 'idle/quota']
const TOLD = {
  // Its title and its rollout tell more than its screen.
  streaming: 'working',
  error: 'failed',
  'login lost': 'failed',
  'money gone': 'failed',
} as const

test.each(liveScenes('codex', SHORT, TOLD))('Codex, $state ($name): the product says $says', (scene) =>
  playLive('codex', scene),
)
