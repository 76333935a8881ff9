import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** A packed-refs file younger than this may be replaced again without its stamps changing (FAT: 2 s). */
const SETTLED_AFTER_MS = 2_000

/**
 * A cheap fingerprint of a local branch: equal fingerprints mean an equal head, so no git process is needed.
 * Reads one small file, mostly (0.1 ms). null: cannot tell, ask git. A hint only: git is asked before any act.
 *
 * A loose ref is taken by its content, so two pushes within one clock step cannot look alike; packed-refs by its
 * stamps, and only when it is old enough for them to tell.
 */
export async function fingerprintBranch(folder: string, ref: string, nowMs: number): Promise<string | null> {
  const common = await commonFolder(folder)
  if (common === null) return null
  const tables = await contentOf(join(common, 'reftable', 'tables.list'))
  if (tables !== null) return `reftable ${tables}`
  const loose = await contentOf(join(common, ref))
  if (loose !== null) return loose.startsWith('ref:') ? null : `loose ${loose}`
  return packedFingerprint(join(common, 'packed-refs'), nowMs)
}

/** Folders whose files change when the branch moves; empty: not a local repository. */
export async function refFolders(folder: string): Promise<readonly string[]> {
  const common = await commonFolder(folder)
  if (common === null) return []
  const reftable = join(common, 'reftable')
  return (await exists(reftable)) ? [reftable] : [join(common, 'refs', 'heads')]
}

/** The folder that holds the refs: of a bare repository, a work tree, or a linked work tree (`.git` is a file). */
async function commonFolder(folder: string): Promise<string | null> {
  const inner = join(folder, '.git')
  if (await exists(join(inner, 'HEAD'))) return inner
  const link = await contentOf(inner)
  const target = /^gitdir: (.*)$/m.exec(link ?? '')?.[1]
  if (target === undefined) return (await exists(join(folder, 'HEAD'))) ? folder : null
  const gitFolder = resolve(folder, target)
  const common = await contentOf(join(gitFolder, 'commondir'))
  return common === null ? gitFolder : resolve(gitFolder, common.trim())
}

async function packedFingerprint(path: string, nowMs: number): Promise<string | null> {
  const seen = await unlessMissing(stat(path, { bigint: true }))
  if (seen === null) return 'no branch'
  const youngest = Math.max(Number(seen.mtimeMs), Number(seen.ctimeMs))
  if (nowMs - youngest < SETTLED_AFTER_MS) return null
  return `packed ${seen.dev}:${seen.ino} ${seen.size} ${seen.mtimeNs} ${seen.ctimeNs}`
}

async function contentOf(path: string): Promise<string | null> {
  return unlessMissing(readFile(path, 'utf8'))
}

async function exists(path: string): Promise<boolean> {
  return (await unlessMissing(stat(path))) !== null
}

/** What cannot be read is left to git, which says why. */
async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch {
    return null
  }
}
