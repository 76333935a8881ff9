import { serversOf } from '../model/lookup.ts'
import type { World } from './world.ts'

/** After a full `down` the team's own tmux servers have nothing left to hold; one with any session is left alone. */
export async function endEmptyServers({ config, record, hands }: World): Promise<void> {
  for (const name of serversOf(config.team, record.memory)) {
    const found = await hands.tmux.findServer(name)
    if (found.kind === 'up') await hands.tmux.endServerIfEmpty(found.server)
  }
}
