import { realPath } from '../system/files.ts'
import { type OpencodeSession, OpencodeSessions } from './opencode-sessions.ts'
import { Heads } from './sources-heads.ts'
import { Claims } from './sources-owner.ts'
import type { PlaceAsk, PlaceFinder, PlaceSeen } from './sources-place.ts'
import { claimTree, type Found } from './sources-tree.ts'

/** OpenCode's sessions in one data folder, by directory and start: no option chooses their ids. */
export class OpencodePlace implements PlaceFinder {
  readonly #sessions = new OpencodeSessions()
  readonly #data: string
  readonly #claims = new Claims(new Heads(() => null))
  readonly #folders = new Map<string, string>()

  constructor(data: string) {
    this.#data = data
  }

  look(ask: PlaceAsk): PlaceSeen {
    const owners = ask.owners.filter(({ runs }) => runs.length > 0)
    if (owners.length === 0) return { owned: [], undecided: [] }
    const found = this.#sessions.list(this.#data).map((session) => this.#found(session))
    const troubles = this.#sessions.troubles.map(({ message, hint }) => `${message}; ${hint}`)
    return { ...claimTree(this.#claims, found, { ...ask, owners }), troubles }
  }

  #found({ id, directory, parent, createdMs, source }: OpencodeSession): Found {
    const folder = this.#folders.get(directory) ?? realPath(directory)
    this.#folders.set(directory, folder)
    return {
      path: id,
      head: { id, folder, beganMs: createdMs, isSub: parent !== null, parent },
      source,
    }
  }
}
