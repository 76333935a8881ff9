import { ageOf, readVersion } from '../backends/cli-version.ts'
import type { Profile } from '../backends/profile.ts'
import { run } from '../system/run.ts'
import { type Finding, finding } from './doctor-finding.ts'
import type { Asked } from './doctor-login.ts'

/** gemini and qwen take 3 s on a quiet machine. What takes longer is said to take longer. */
const VERSION_TAKES_MS = 10_000

/** The version that a CLI tells, against the one on which its screens were seen. */
export async function lookAtVersion(
  name: string,
  { seenOn }: Profile,
  { program, env, folder }: Asked,
): Promise<Finding> {
  const about = `${name}: version`
  const told = await run([program, '--version'], { env, cwd: folder, deadlineMs: VERSION_TAKES_MS })
  if (told.timedOut)
    return finding('unknown', about, `${program} --version gave no answer in ${VERSION_TAKES_MS / 1000} s`)
  const version = readVersion(`${told.stderr}\n${told.stdout}`)
  if (told.code !== 0 || version === null || seenOn === null)
    return finding('unknown', about, `${program} --version told none (exit ${told.code ?? told.signal})`)
  const seen = `${version}, ${program}`
  const age = ageOf(version, seenOn)
  if (age === 'same') return finding('ok', about, `${seen}; known`)
  return finding('warn', about, `${seen}; ${age} than ${seenOn.version}, on which its screens were seen`)
}
