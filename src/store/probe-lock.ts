import { DatabaseSync } from 'node:sqlite'
import { exists } from '../system/files.ts'

/**
 * Whether some process holds the exclusive lock of that file. Only reads, so that a question never looks like a
 * holder for longer than the question takes (some 50 µs).
 */
export function isLocked(path: string): boolean {
  if (!exists(path)) return false
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    database.exec('PRAGMA busy_timeout = 0')
    database.prepare('SELECT count(*) FROM sqlite_master').get()
    return false
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return true
    throw error
  } finally {
    database.close()
  }
}
