import type { PaneSeen } from '../../src/model/observation.ts'
import type { StateSeen } from '../../src/model/testimony.ts'
import { AGENT, CliTeam } from '../support/cli-team.ts'
import { putFiles } from '../support/screens/put-files.ts'
import type { Reading } from '../support/screens/reading.ts'
import type { Scene, Step } from '../support/screens/scene.ts'
import { SCENES } from '../support/screens/scenes.ts'
import { STATE_TABLE } from '../support/screens/state-table.ts'
import { isSeen, type StateName } from '../support/screens/states.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** What the product says of an agent: what it believes after all tellers, and whether words stand in the box. */
export type Says = StateSeen['says'] | 'draft'

/** What the screen alone would make of it. */
const BY_SCREEN: Readonly<Record<Reading, Says>> = {
  idle: 'idle',
  'background job': 'background',
  draft: 'draft',
  working: 'working',
  'start-up dialog': 'question',
  permission: 'permission',
  question: 'question',
  'limit menu': 'question',
  'other dialog': 'question',
  limited: 'limited',
  'limited, goes on': 'limited',
  unknown: 'unknown',
}

/** A scene that is played under our own watchdog, and what it must say then. */
export interface LiveScene {
  readonly state: StateName
  readonly name: string
  readonly scene: Scene
  readonly says: Says
}

/** What is answered, or what begins a new run, before anybody could see it. */
const IS_ACTED_UPON = /context-full$/

/**
 * The scenes of a CLI, each with what the product must say: what its screen reads, but where a better teller knows more
 * (`told`). `short` are the names that always run; the others with AGENTS_TEST_LONG=1.
 */
export function liveScenes(
  cli: CliName,
  short: readonly string[],
  told: Partial<Record<StateName, Says>>,
): LiveScene[] {
  const played = (SCENES[cli]?.scenes ?? []).filter(
    (scene) =>
      !(scene.early || IS_ACTED_UPON.test(scene.name)) &&
      (process.env.AGENTS_TEST_LONG || short.includes(scene.name)),
  )
  return played.flatMap((scene) => {
    const found = Object.entries(STATE_TABLE[cli]).find(
      ([, row]) => isSeen(row) && row.screens.includes(scene.name),
    )
    if (!found || !isSeen(found[1])) return []
    const state = found[0] as StateName
    return [{ state, name: scene.name, scene, says: told[state] ?? BY_SCREEN[found[1].reads] }]
  })
}

/** Plays a scene with the real program under our watchdog, and returns once it says what it must; else it throws with what it says. */
export async function playLive(cli: CliName, { scene, says }: LiveScene): Promise<void> {
  const team = await layLive(cli, scene)
  try {
    if (!scene.ready) await team.startReady()
    else {
      await team.start()
      await team.until('its pane is there', () => team.pane() !== null, DEADLINE_MS)
      await shows(team, scene.ready)
    }
    for (const step of scene.steps) await play(team, step)
    await shows(team, scene.shows)
    const pane = () => team.pane()
    const isRight = () => wordOf(pane()) === says
    await team.until(`it says ${says}; last: ${toldOf(pane())}\n${team.screen(AGENT)}`, isRight, DEADLINE_MS)
  } finally {
    await team.close()
  }
}

/** Nothing is answered: a person is to see what is asked. */
async function layLive(
  cli: CliName,
  { args, env, files, repository, ready, rules }: Scene,
): Promise<CliTeam> {
  const backend = { answer_dialogs: false, ...(ready && { first_run: 'none' }) }
  const launch = { cli, program: programOf(cli), backend, ...(args && { args }), ...(env && { env }) }
  const team = await CliTeam.lay({ [AGENT]: launch }, { rules: rules?.() ?? [] })
  putFiles(team.home.folder, files)
  putFiles(team.cwd(), repository)
  return team
}

const DEADLINE_MS = 30_000
/** Some take an Enter that comes right behind a text for a line break. */
const RESTS_MS = 400

async function play(team: CliTeam, step: Step): Promise<void> {
  if ('see' in step) return await shows(team, step.see)
  if ('press' in step) team.press(AGENT, step.press)
  else if ('type' in step) team.press(AGENT, '-l', '--', step.type)
  else paste(team, step.paste)
  await rests(team)
}

function paste(team: CliTeam, text: string): void {
  team.tmux('set-buffer', '-b', 'of-a-person', '--', text)
  team.tmux('paste-buffer', '-dp', '-b', 'of-a-person', '-t', `=t-${AGENT}:`)
}

async function shows(team: CliTeam, wanted: RegExp): Promise<void> {
  await team.until(`the screen shows ${wanted}`, () => wanted.test(team.screen(AGENT)), DEADLINE_MS)
}

/** Waits until the screen has not changed for a moment, or never rests. */
async function rests(team: CliTeam): Promise<void> {
  let [screen, sinceMs] = ['', performance.now()]
  const endMs = sinceMs + 10 * RESTS_MS
  await team.until('the screen rests', () => {
    const now = team.screen(AGENT)
    if (now !== screen) sinceMs = performance.now()
    screen = now
    return performance.now() - sinceMs > RESTS_MS || performance.now() > endMs
  })
}

function wordOf(pane: PaneSeen | null): Says | null {
  return pane?.state.says === 'idle' && pane.screen.composer ? 'draft' : (pane?.state.says ?? null)
}

function toldOf(pane: PaneSeen | null): string {
  const words = pane?.testimonies.map(({ teller, says }) => `${teller} ${says}`) ?? []
  return `${wordOf(pane)} (${words.join(', ')})`
}
