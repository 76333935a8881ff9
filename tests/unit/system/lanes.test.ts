import { expect, test } from 'vitest'
import { Lanes } from '../../../src/system/lanes.ts'
import { pause } from '../../../src/system/poll.ts'

test('deeds of one key come one after another, also after one that failed', async () => {
  const lanes = new Lanes()
  const order: string[] = []
  const slow = lanes.run('server', async () => {
    await pause(20)
    order.push('slow')
    throw new Error('no')
  })
  const next = lanes.run('server', async () => {
    order.push('next')
    return 7
  })
  await expect(slow).rejects.toThrow('no')
  expect(await next).toBe(7)
  expect(order).toEqual(['slow', 'next'])
})

test('deeds of other keys do not wait', async () => {
  const lanes = new Lanes()
  const slow = lanes.run('a', () => pause(10_000))
  expect(await lanes.run('b', async () => 'done')).toBe('done')
  void slow
})
