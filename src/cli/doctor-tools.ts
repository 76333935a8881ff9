import { compareVersions } from '../backends/cli-version.ts'
import { counted } from '../model/time.ts'
import { findPrograms } from '../system/access.ts'
import { realPath } from '../system/files.ts'
import { run } from '../system/run.ts'
import type { TmuxDoor } from '../system/tmux.ts'
import { cleanEnvironment } from '../system/tmux-environment.ts'
import { type Finding, finding } from './doctor-finding.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What Node type stripping and its SQLite need, as package.json says. */
const OLDEST_NODE = '24.0.0'
/** Bookworm's is 2.39; `git fetch` with partial clones and `--no-write-fetch-head` came with 2.29. */
const OLDEST_GIT = '2.29.0'
const VERSION_TAKES_MS = 5_000

/** tmux, git, Node, and whoever else is called `agents`. */
export async function lookAtTools(tmux: TmuxDoor, environment: Environment): Promise<Finding[]> {
  const [ofTmux, ofGit] = await Promise.all([lookAtTmux(tmux), lookAtGit(environment)])
  return [ofTmux, ofGit, lookAtNode(), lookForNamesakes(environment)]
}

async function lookAtTmux(tmux: TmuxDoor): Promise<Finding> {
  const verdict = await tmux.version()
  if (!verdict.ok) return finding('fail', 'tmux', verdict.message, 'install tmux 3.2 or newer')
  const { faults, version } = verdict
  const known =
    faults.length === 0 ? '' : `, with ${counted(faults.length, 'known fault')} that are worked around`
  return finding('ok', 'tmux', `${version.text}${known}`)
}

async function lookAtGit(environment: Environment): Promise<Finding> {
  const { missing, stdout } = await run(['git', '--version'], {
    env: cleanEnvironment(environment),
    deadlineMs: VERSION_TAKES_MS,
  })
  if (missing) return finding('fail', 'git', 'it was not found', 'install git')
  const version = /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0]
  if (version === undefined) return finding('unknown', 'git', 'git --version gave no version')
  if (compareVersions(version, OLDEST_GIT) >= 0) return finding('ok', 'git', `git ${version}`)
  return finding('warn', 'git', `git ${version} is older than ${OLDEST_GIT}`, 'install a newer git')
}

function lookAtNode(): Finding {
  const { node } = process.versions
  return compareVersions(node, OLDEST_NODE) >= 0
    ? finding('ok', 'node', `node ${node}`)
    : finding('fail', 'node', `node ${node} is older than ${OLDEST_NODE}`, 'install Node 24')
}

/** Another program of our name before ours on PATH gets what is meant for us. */
function lookForNamesakes({ PATH = '' }: Environment): Finding {
  const own = realPath(process.argv[1] ?? '')
  const found = findPrograms('agents', PATH)
  const first = found.findIndex((path) => realPath(path) === own)
  const others = found.filter((path) => realPath(path) !== own)
  const about = 'agents on PATH'
  if (others.length === 0) return finding('ok', about, 'no other program has the name')
  const names = others.join(', ')
  if (first === 0) return finding('ok', about, `ours comes first, before ${names}`)
  return finding(
    'warn',
    about,
    `another program has the name: ${names}`,
    'put the folder of ours before it in PATH',
  )
}
