import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../src/system/run.ts'
import { CLIS, type CliName } from './versions.ts'

/** An install of 400 MB takes 5 to 25 s. */
const LIMIT_MS = 180_000
/** OpenCode's first start unpacks for up to 20 s. */
const START_LIMIT_MS = 60_000

/** Where the programs are kept between runs, each version in a folder of its own. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'agents-test-clis')
}

/**
 * Installs a CLI unless it is there, and returns the path of its program. It is installed beside its folder and renamed, so that
 * what was broken off is never taken for whole. Throws with one sentence that says what npm said.
 */
export async function installCli(name: CliName): Promise<string> {
  const { npmPackage, version, program } = CLIS[name]
  const folder = join(cacheFolder(), `${name}-${version}`)
  const path = join(folder, 'node_modules', '.bin', program)
  if (existsSync(path)) return path
  mkdirSync(cacheFolder(), { recursive: true })
  const unfinished = mkdtempSync(`${folder}.`)
  try {
    await npmInstall(unfinished, `${npmPackage}@${version}`)
    await prove(join(unfinished, 'node_modules', '.bin', program), version)
    settle(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return path
}

async function npmInstall(folder: string, spec: string): Promise<void> {
  // The folder is a project of its own: npm looks upwards for one otherwise.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const argv = ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', spec]
  const { code, stderr } = await run(argv, { env: ourEnvironment(), cwd: folder, deadlineMs: LIMIT_MS })
  if (code !== 0)
    throw new Error(`npm could not install ${spec}: ${stderr.trim().split('\n')[0] || 'it took too long'}`)
}

/** A package whose install script did not run has a program that does not start. */
async function prove(path: string, version: string): Promise<void> {
  const { stdout, stderr } = await run([path, '--version'], {
    env: ourEnvironment(),
    deadlineMs: START_LIMIT_MS,
  })
  if (!`${stdout}${stderr}`.includes(version))
    throw new Error(
      `${path} --version does not say ${version}, but: ${`${stdout}${stderr}`.trim().slice(0, 200)}`,
    )
}

function settle(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    // Another run was faster, or left a folder whose program is gone.
    if (!existsSync(folder)) throw error
  }
}

function ourEnvironment(): Record<string, string> {
  const given = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(given)
}
