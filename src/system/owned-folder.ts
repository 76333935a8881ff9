import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Only its owner may enter it: logins will stand there. */
const PRIVATE_FOLDER = 0o700

/** Makes a folder unless it is there, and puts a file into it that says whose it is. Throws as node:fs does. */
export function makeOwned(path: string, mark: string, text: string): void {
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER })
  writeFileSync(join(path, mark), text)
}
