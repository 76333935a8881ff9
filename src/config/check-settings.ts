import { resolve } from 'node:path'
import type { RestartPolicy } from '../model/team.ts'
import { holds } from './check-agents.ts'
import type { Draft } from './draft.ts'
import type { Partly } from './partial.ts'
import type { Path } from './positions.ts'
import type { Complaint } from './problem.ts'
import { restartPolicy } from './restart-policy.ts'
import type { RestartKeys } from './schema.ts'

/** [watchdog], [notify], and every restart policy as it comes out in the end. */
export function checkSettings(draft: Draft): Complaint[] {
  return [
    ...sweepComplaints(draft),
    ...stateDirComplaints(draft),
    ...notifyComplaints(draft),
    ...restartComplaints(draft),
  ]
}

function sweepComplaints({ file }: Draft): Complaint[] {
  const { signal_interval: tickMs, heavy_interval: sweepMs } = file.watchdog ?? {}
  if (tickMs === undefined || sweepMs === undefined || sweepMs >= tickMs) return []
  const path = ['watchdog', 'heavy_interval']
  return [
    {
      path,
      found: `${sweepMs / 1000} s`,
      expected: `at least signal_interval (${tickMs / 1000} s)`,
      mend: 'raise heavy_interval',
    },
  ]
}

/** The state folder gets mode 0700 and is ours alone, so it cannot be the project's own folder. */
function stateDirComplaints({ file, folder }: Draft): Complaint[] {
  const written = file.watchdog?.state_dir
  if (written === undefined || !holds(resolve(folder, written), folder)) return []
  const path = ['watchdog', 'state_dir']
  return [
    {
      path,
      found: JSON.stringify(written),
      expected: 'a folder of its own',
      mend: 'write for example ".agents"',
    },
  ]
}

function notifyComplaints({ file }: Draft): Complaint[] {
  const notify = file.notify
  if (!notify || !('on' in notify) || 'command' in notify || 'webhook' in notify) return []
  const mend = 'add command or webhook, or remove on'
  return [
    {
      path: ['notify', 'on'],
      found: 'alarms that go nowhere',
      expected: 'command or webhook beside it',
      mend,
    },
  ]
}

function restartComplaints({ file }: Draft): Complaint[] {
  const base = restartPolicy(file.watchdog?.restart)
  const common = restartPolicy(file.defaults?.restart, base)
  return [
    ...waits(file.watchdog?.restart, base, ['watchdog', 'restart']),
    ...waits(file.defaults?.restart, common, ['defaults', 'restart']),
    ...(file.agent ?? []).flatMap((agent, index) => {
      return waits(agent?.restart, restartPolicy(agent?.restart, common), ['agent', index, 'restart'])
    }),
    ...(file.service ?? []).flatMap((service, index) => {
      return waits(service?.restart, restartPolicy(service?.restart, base), ['service', index, 'restart'])
    }),
  ]
}

function waits(written: Partly<RestartKeys> | undefined, policy: RestartPolicy, path: Path): Complaint[] {
  if (!written || policy.backoffMs <= policy.maxBackoffMs) return []
  const found = `backoff ${policy.backoffMs / 1000} s over max_backoff ${policy.maxBackoffMs / 1000} s`
  return [
    { path, found, expected: 'backoff of at most max_backoff', mend: 'lower backoff or raise max_backoff' },
  ]
}
