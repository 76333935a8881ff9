import { expect, test } from 'vitest'
import { Loop } from '../../../src/daemon/loop.ts'
import type { World } from '../../../src/daemon/world.ts'
import { pause } from '../../../src/system/poll.ts'

const HOUR_MS = 3_600_000

/** The part of a world that the loop itself touches. */
function worldOf(): World {
  const log = { error: () => undefined }
  return { troubles: new Map(), log } as unknown as World
}

test('a nudge brings the next tick at once, however far away it was', async () => {
  let ticks = 0
  const loop = new Loop(worldOf(), async () => {
    ticks++
    return HOUR_MS
  })
  const running = loop.run(() => ticks === 2)
  await pause(50)
  loop.nudge()
  await running
  expect(ticks).toBe(2)
})

test('a nudge during a tick is not lost: another tick follows it', async () => {
  let ticks = 0
  const loop: Loop = new Loop(worldOf(), async () => {
    if (++ticks === 1) loop.nudge()
    return HOUR_MS
  })
  await loop.run(() => ticks === 2)
  expect(ticks).toBe(2)
})

test('ticks never overlap, however slow one is and however often it is nudged', async () => {
  let ticks = 0
  let inside = 0
  let most = 0
  const loop: Loop = new Loop(worldOf(), async () => {
    most = Math.max(most, ++inside)
    for (let i = 0; i < 5; i++) loop.nudge()
    await pause(30)
    inside--
    ticks++
    return 1
  })
  await loop.run(() => ticks === 4)
  expect(most).toBe(1)
})

test('a tick that throws is told to the next one, which comes all the same and ends the trouble when it is good', async () => {
  let ticks = 0
  let told: unknown[] = []
  const world = worldOf()
  const loop: Loop = new Loop(world, async () => {
    told = [...world.troubles]
    if (++ticks === 1) {
      setTimeout(() => loop.nudge(), 30)
      throw new Error('the disk is on fire')
    }
    return 1
  })
  await loop.run(() => ticks === 2)
  expect(told).toEqual([['a tick failed', 'the disk is on fire']])
  expect([...world.troubles]).toEqual([])
})

test('stop ends it between two ticks', async () => {
  let ticks = 0
  const loop: Loop = new Loop(worldOf(), async () => {
    ticks++
    setTimeout(() => loop.stop(), 10)
    return HOUR_MS
  })
  await loop.run(() => false)
  expect(ticks).toBe(1)
})
