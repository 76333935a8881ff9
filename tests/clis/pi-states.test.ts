import { test } from 'vitest'
import { liveScenes, playLive } from './live-states.ts'

const SHORT = ['working/streaming', 'working/compacting']
const TOLD = {} as const

test.each(liveScenes('pi', SHORT, TOLD))('pi, $state ($name): the product says $says', (scene) =>
  playLive('pi', scene),
)
