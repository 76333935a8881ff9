import type { ConfigChange, Entry } from '../model/event.ts'
import { programOf } from '../model/lookup.ts'
import type { WatchOptions } from './open-world.ts'
import { append, type World } from './world.ts'

/** What was begun and never finished is closed first: nobody knows what came of it, so it is looked at. */
export function beginRecord(world: World, { version }: WatchOptions): void {
  const { memory } = world.record
  const cutOff = Object.entries(memory.open).map(([of, { target }]): Entry => {
    const outcome = { ok: false, cutOff: true, text: 'the watchdog died in the middle of it' }
    return { type: 'done', of: Number(of), target, outcome }
  })
  const { bootId } = world.hands.clock.now()
  const started: Entry = {
    type: 'fact',
    fact: { what: 'watchdog-started', pid: process.pid, version, bootId },
  }
  const hash = world.config.hash
  const changes = removedMeanwhile(world)
  const read: Entry[] =
    memory.configHash === hash ? [] : [{ type: 'fact', fact: { what: 'config-loaded', hash, changes } }]
  append(world, [...cutOff, ...halfStopped(world), started, ...read])
}

/** A stop that its watchdog did not live to see through is over: who starts the watchdog wants the team. */
function halfStopped({ record }: World): Entry[] {
  const why = 'it died while it stopped'
  return record.memory.stopping ? [{ type: 'fact', fact: { what: 'watchdog-stopped', why } }] : []
}

/** Members of the record that agents.toml no longer names: they were taken out while nobody watched. */
function removedMeanwhile({ config, record }: World): ConfigChange[] {
  const left = Object.values(record.memory.members).filter(
    ({ name, run }) => run !== 'off' && !programOf(config.team, name),
  )
  return left.map(({ name }) => ({
    ...{ target: name, change: 'removed', restart: false },
    text: `${name} was removed while nobody watched: its session is ended`,
  }))
}
