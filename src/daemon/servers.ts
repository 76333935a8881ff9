import { endAllRuns } from '../act/end.ts'
import { serversOf } from '../model/lookup.ts'
import type { World } from './world.ts'

/**
 * After a full `down` nothing of ours runs any more: what programs left behind that died by themselves ends, the sessions
 * that only hold a dead program's last screen go, and then the team's own tmux servers. A server with anybody else's
 * session is left alone.
 */
export async function endServers({ config, record, hands, teamId, log }: World): Promise<void> {
  const left = await endAllRuns(hands, teamId)
  if (left.length > 0) log.error({ pids: left.map(({ pid }) => pid) }, 'processes of the team would not end')
  for (const name of serversOf(config.team, record.memory)) {
    const sessions = (await hands.tmux.listSessions(name)) ?? []
    for (const { session, owner } of sessions) {
      if (owner === teamId) await hands.tmux.endSession(name, session, owner)
    }
    const found = await hands.tmux.findServer(name)
    if (found.kind === 'up') await hands.tmux.endServerIfEmpty(found.server)
  }
}
