import { installCli } from './clis/install.ts'
import { CLIS, type CliName, wantedClis } from './clis/versions.ts'
import { describeRecorded, isRight, keep } from './support/screens/record.ts'
import type { Scene, Scenes } from './support/screens/scene.ts'
import { SCENES } from './support/screens/scenes.ts'
import { takeScreen } from './support/screens/take.ts'

// Renews tests/fixtures/screens from the real programs and says what drifted: npm run record:screens -- [CLI…] [PART OF A NAME…].
// Without a CLI: those of AGENTS_TEST_CLIS, else claude, codex and pi. Exit code 1: a state was not reached, or is read otherwise than the table says.
/** A usual pane, and a narrow one. */
const WIDTHS = [200, 60]

const words = process.argv.slice(2)
const named = (Object.keys(SCENES) as CliName[]).filter((cli) => words.includes(cli))
const parts = words.filter((word) => !Object.hasOwn(SCENES, word))
const isWanted = ({ name }: Scene) => parts.length === 0 || parts.some((part) => name.includes(part))

let played = 0
let wrong = 0
for (const cli of named.length > 0 ? named : wantedClis()) await recordCli(cli, SCENES[cli])
if (played === 0) console.error(`no scene is named so: ${parts.join(', ')}`)
console.log(`${played} screens, ${wrong} of them wrong`)
process.exitCode = played === 0 || wrong > 0 ? 1 : 0

async function recordCli(cli: CliName, { ready, scenes }: Scenes): Promise<void> {
  const program = await installCli(cli)
  // Both widths at once: each is a program of its own.
  for (const scene of scenes.filter(isWanted))
    for (const line of await Promise.all(
      WIDTHS.map((columns) => record({ cli, program, ready, columns }, scene)),
    ))
      console.log(line)
}

async function record(studio: Parameters<typeof takeScreen>[0], scene: Scene): Promise<string> {
  const { cli, columns } = studio
  played += 1
  try {
    const taken = await takeScreen(studio, scene)
    const recorded = keep({ cli, name: scene.name, version: CLIS[cli].version, columns }, taken)
    if (!isRight(recorded)) wrong += 1
    return describeRecorded(recorded)
  } catch (error) {
    wrong += 1
    return `${cli}/${scene.name}, ${columns} columns: NOT REACHED: ${error instanceof Error ? error.message : String(error)}`
  }
}
