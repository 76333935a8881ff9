import { parse } from 'smol-toml'
import type { Team } from '../model/team.ts'
import { hasPath, type Path, scanPositions } from './positions.ts'
import { type Complaint, locate, type Problem } from './problem.ts'

/** A path of the team, and where in the file it may have been written: the first place that exists counts. */
interface Named {
  readonly file: string
  readonly written: readonly Path[]
}

/**
 * Files and folders that the team names and that are not there: prices, prompts, kickoffs, scripts, texts of wakes, and working folders that
 * nobody clones. `text` is what the team was loaded from; `exists` is asked once for each path.
 */
export function missingFiles(team: Team, text: string, exists: (path: string) => boolean): Problem[] {
  const toml = text.replace(/^\uFEFF/, '')
  const root = scanPositions(toml)
  const found = new Map<string, boolean>()
  const complaints = namedBy(team).flatMap(({ file, written }): Complaint[] => {
    if (!found.has(file)) found.set(file, exists(file))
    if (found.get(file)) return []
    const path = written.find((one) => hasPath(one, root)) ?? []
    const shown = JSON.stringify(writtenAs(path, toml) ?? file)
    return [
      {
        path,
        found: `${shown}, which is not there`,
        expected: 'a path that exists',
        mend: `make ${file}, or mend the path`,
      },
    ]
  })
  return locate(complaints, team.file, toml, root)
}

function namedBy(team: Team): Named[] {
  const phases = team.loop?.phases ?? []
  return [
    ...named(team.watchdog.priceFile, [['watchdog', 'prices']]),
    ...team.agents.flatMap((agent, index): Named[] => [
      ...agent.prompt.map((file, item) => ({
        file,
        written: bothPlaces(index, ['prompt', item], ['prompt']),
      })),
      ...named(agent.kickoff, bothPlaces(index, ['kickoff'])),
      ...named(agent.script, bothPlaces(index, ['script'])),
      ...named(agent.wake?.promptFile ?? null, bothPlaces(index, ['wake', 'prompt_file'])),
      ...named(agent.clone ? null : agent.cwd, bothPlaces(index, ['cwd'])),
    ]),
    ...team.services.flatMap(({ cwd }, index) => named(cwd, [['service', index, 'cwd']])),
    ...phases.flatMap(({ kickoff }, index) => named(kickoff, [['loop', 'phases', index, 'kickoff']])),
  ]
}

function named(file: string | null, written: readonly Path[]): Named[] {
  return file === null ? [] : [{ file, written }]
}

/** An agent's own key goes before that of [defaults]. */
function bothPlaces(index: number, ...keys: readonly Path[]): Path[] {
  return [...keys.map((key) => ['agent', index, ...key]), ...keys.map((key) => ['defaults', ...key])]
}

/** The text that stands at a place of a right TOML text; undefined: something else, or nothing. */
export function writtenAs(path: Path, toml: string): string | undefined {
  let at: unknown = parse(toml)
  for (const step of path)
    at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined
  return typeof at === 'string' ? at : undefined
}
