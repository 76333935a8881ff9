import { test } from 'vitest'
import { liveScenes, playLive } from './live-states.ts'

const SHORT = ['dialog/permission-command', 'idle/background-shell']
const TOLD = {
  // Its hooks tell more than its screen.
  compacting: 'compacting',
  'background job': 'background',
  error: 'failed',
  'login lost': 'failed',
  'money gone': 'failed',
} as const

test.each(liveScenes('claude', SHORT, TOLD))('Claude Code, $state ($name): the product says $says', (scene) =>
  playLive('claude', scene),
)
