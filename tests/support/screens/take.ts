import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { PROFILES } from '../../../src/backends/list.ts'
import { serverConfiguration } from '../../../src/system/tmux-configuration.ts'
import type { CliName } from '../../clis/versions.ts'
import { type CliHome, openCliHome } from '../cli-home.ts'
import { git } from '../git-fixture.ts'
import { startModelServer } from '../model-server/server.ts'
import { isAlive, PrivateTmux, type TestPane, waitUntil } from '../private-tmux.ts'
import { processesOf } from '../team-processes.ts'
import { likeness } from './likeness.ts'
import { putFiles } from './put-files.ts'
import { asRows } from './recorded-screens.ts'
import type { Scene, Scenes, Step } from './scene.ts'

/** OpenCode takes 20 s to start, and twice that beside busy neighbours; nothing here takes longer. */
const DEADLINE_MS = 90_000
/** A screen that looks the same for so long has been drawn. */
const SETTLED_MS = 400
/** A screen that never settles is taken as it is. */
const RESTLESS_MS = 4_000
const ROWS = 50

export interface Taken {
  readonly rows: readonly string[]
  readonly title: string
}

interface Studio {
  readonly cli: CliName
  /** Path of the installed program. */
  readonly program: string
  readonly ready: Scenes['ready']
  readonly columns: number
}

/**
 * Plays a scene with the real program, in a home, a repository, a model server and a tmux server of its own, and takes its
 * screen. Throws when the scene is not reached, with the screen that there was.
 */
export async function takeScreen(studio: Studio, scene: Scene): Promise<Taken> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agents-screens-')))
  const cwd = join(folder, 'repo')
  mkdirSync(cwd)
  git(cwd, 'init', '--quiet', '--initial-branch=main')
  const server = await startModelServer(scene.rules?.() ?? [])
  const home = openCliHome(studio.cli, { url: server.url, cwd })
  putFiles(home.folder, scene.files)
  putFiles(cwd, scene.repository)
  const tmux = new PrivateTmux()
  try {
    await startServer(tmux, studio.columns)
    const pane = await tmux.open(launchLine(studio, scene, home.args), {
      ...{ cwd, columns: studio.columns, rows: ROWS },
      env: {
        ...home.env,
        ...(hasConfigFolder(home) ? { HOME: folder } : {}),
        ...scene.env,
        ...markOf(folder),
      },
    })
    const screen = scene.early
      ? await pane.waitFor(scene.shows, DEADLINE_MS)
      : await playAll(pane, scene.ready ?? studio.ready, scene)
    const names = [folder, home.folder, new URL(server.url).host]
    return { rows: asRows(neutral(screen, names).split('\n')), title: await pane.ask('#{pane_title}') }
  } finally {
    await tmux.stop()
    await endRest(folder)
    await server.close()
    home.remove()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** By which its processes are found again: of a recording, as of a run. */
const markOf = (folder: string) => ({ AGENTS_RUN: `${basename(folder)}/cli/1` })

/** Gemini CLI lives on without its terminal. */
async function endRest(folder: string): Promise<void> {
  const rest = () => processesOf(basename(folder)).map(({ pid }) => pid)
  for (const pid of rest()) if (isAlive(pid)) process.kill(pid)
  await waitUntil('every process of the recording has ended', () => rest().length === 0)
}

/** A server with the settings that the product gives its own: some CLIs draw by them. */
async function startServer(tmux: PrivateTmux, columns: number): Promise<void> {
  const file = join(tmux.folder, 'tmux.conf')
  writeFileSync(file, serverConfiguration({ columns, rows: ROWS, nudgeFile: null }))
  await tmux.tmux('start-server', ';', 'source-file', file)
}

/** Its settings are not looked for below HOME: so the repository can stand there, and the screen says `~/repo`. */
function hasConfigFolder({ env, folder }: CliHome): boolean {
  const others = Object.entries(env).filter(([name]) => name !== 'HOME' && name !== 'TMPDIR')
  return others.some(([, value]) => value.startsWith(folder))
}

/** The profile's own launch line, led to the model server. Some CLIs take no option twice. */
function launchLine({ cli, program }: Studio, { args }: Scene, led: readonly string[]): string[] {
  const own = args ?? PROFILES[cli].command.slice(1)
  return [program, ...own, ...led.filter((word) => !own.includes(word))]
}

/** The screen once all is done. */
async function playAll(pane: TestPane, ready: RegExp, { steps, shows }: Scene): Promise<string> {
  await pane.waitFor(ready, DEADLINE_MS)
  await settled(pane)
  for (const step of steps) await play(pane, step)
  await pane.waitFor(shows, DEADLINE_MS)
  return await settled(pane)
}

async function play(pane: TestPane, step: Step): Promise<void> {
  if ('see' in step) await pane.waitFor(step.see, DEADLINE_MS)
  else if ('press' in step) await pane.press(step.press)
  else if ('paste' in step) await pane.paste(step.paste)
  else await pane.type(step.type)
  // Some take an Enter that comes right behind a text for a line break.
  if (!('see' in step)) await settled(pane)
}

/** Waits until nothing changes but by chance, and returns the screen. */
async function settled(pane: TestPane): Promise<string> {
  let [screen, sinceMs] = [await pane.screen(), performance.now()]
  const startedMs = sinceMs
  const rests = async () => {
    const now = await pane.screen()
    if (alike(now) !== alike(screen)) sinceMs = performance.now()
    screen = now
    return performance.now() - Math.min(sinceMs, startedMs + RESTLESS_MS) > SETTLED_MS
  }
  await waitUntil('the screen rests', rests, DEADLINE_MS)
  return screen
}

const alike = (screen: string) => screen.split('\n').map(likeness).join('\n')

/** Names of this machine become names of the same length that say nothing. */
function neutral(screen: string, [folder = '', home = '', host = '']: readonly string[]): string {
  const stand = (path: string) =>
    '/home/me/of-the-recording-of-screens-'.padEnd(path.length, 's').slice(0, path.length)
  return screen
    .replaceAll(folder, stand(folder))
    .replaceAll(home, stand(home))
    .replaceAll(host, '127.0.0.1:40000'.slice(0, host.length))
}
