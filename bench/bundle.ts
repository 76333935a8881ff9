import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** Packages that a bundle of the product loads when it needs them. */
const EXTERNAL = ['chokidar', 'cron-parser', 'pino', 'simple-git']

/** Bundles a program into a folder, as the product ships it, since type stripping alone takes 40 MB; its file there. */
export async function bundle(program: string, folder: string): Promise<string> {
  const build = await rolldown({ input: { program }, platform: 'node', external: EXTERNAL })
  await build.write({
    dir: folder,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  })
  await build.close()
  return join(folder, 'program.cjs')
}
