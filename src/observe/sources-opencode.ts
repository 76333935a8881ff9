import type { Source } from '../model/source.ts'
import { realPath } from '../system/files.ts'
import { Heads } from './sources-heads.ts'
import { Claims } from './sources-owner.ts'
import type { PlaceAsk, PlaceFinder, PlaceSeen } from './sources-place.ts'
import { claimTree, type Found } from './sources-tree.ts'

/** One session of OpenCode, as its database or its files tell. */
export interface OpencodeSession {
  readonly id: string
  readonly directory: string
  /** Session that started it as a sub-agent; null: none did. */
  readonly parent: string | null
  readonly createdMs: number
  readonly source: Source
}

/** Every session below one data folder. Never throws. */
export type OpencodeLister = (dataFolder: string) => readonly OpencodeSession[]

/** OpenCode's sessions in one data folder, by directory and start: no option chooses their ids. */
export class OpencodePlace implements PlaceFinder {
  readonly #list: OpencodeLister
  readonly #data: string
  readonly #claims = new Claims(new Heads(() => null))
  readonly #folders = new Map<string, string>()

  constructor(data: string, list: OpencodeLister) {
    this.#data = data
    this.#list = list
  }

  look(ask: PlaceAsk): PlaceSeen {
    const owners = ask.owners.filter(({ runs }) => runs.length > 0)
    if (owners.length === 0) return { owned: [], undecided: [] }
    const found = this.#list(this.#data).map((session) => this.#found(session))
    return claimTree(this.#claims, found, { ...ask, owners })
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
