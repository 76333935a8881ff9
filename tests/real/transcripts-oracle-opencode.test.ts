import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Position } from '../../src/model/source.ts'
import { readOpencodeDatabase } from '../../src/observe/read-opencode.ts'
import { readOpencodeFiles } from '../../src/observe/read-opencode-files.ts'
import { Chance } from '../support/transcripts/chance.ts'
import { byModelAndDay, listed } from '../support/transcripts/meant.ts'
import { OpencodeFolder } from '../support/transcripts/opencode-folder.ts'
import { OpencodeLife } from '../support/transcripts/opencode-life.ts'
import { Ledger } from '../support/transcripts/read-by-format.ts'
import { slowOpencode } from '../support/transcripts/slow-opencode.ts'

const folder = mkdtempSync(join(tmpdir(), 'agents-oracle-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1)

/** Looks at every session of a database to its end, from where the last look ended; positions go through JSON. */
class Looks {
  readonly ledger = new Ledger('last')
  bad = 0
  private readonly path: string
  private readonly positions = new Map<string, string>()

  constructor(path: string) {
    this.path = path
  }

  at(session: string, limit: number): void {
    for (let more = true; more; ) {
      const before = this.positions.get(session)
      const position = before === undefined ? null : (JSON.parse(before) as Position)
      const read = readOpencodeDatabase(
        { kind: 'opencode-database', path: this.path, session },
        position,
        limit,
      )
      expect(read.trouble).toBeNull()
      for (const use of read.uses) this.ledger.add(use)
      this.positions.set(session, JSON.stringify(read.position))
      this.bad += read.bad
      more = read.more
    }
  }
}

describe.each(SEEDS)('an OpenCode database with the life of seed %i', (seed) => {
  test('is counted to the token, per model and day, by many looks as by one', () => {
    const path = join(folder, `${seed}.db`)
    const [chance, life, looks] = [new Chance(seed), new OpencodeLife(seed, path), new Looks(path)]
    for (let step = 0; step < 400; step += 1) {
      life.step()
      if (chance.happens(0.3)) looks.at(chance.pick(life.sessions), chance.between(1, 20))
      if (!chance.happens(0.1)) continue
      for (const session of life.sessions) looks.at(session, chance.between(1, 200))
      const [found, meant] = [[...looks.ledger.uses.values()], life.meantNow()]
      expect(byModelAndDay(found), `seed ${seed}, step ${step}`).toEqual(byModelAndDay(meant))
      expect(listed(found), `seed ${seed}, step ${step}`).toEqual(listed(meant))
    }
    life.close()
  })

  test('is read in one look as a slow counter reads it', () => {
    const path = join(folder, `${seed}-once.db`)
    const [life, looks] = [new OpencodeLife(seed + 1000, path), new Looks(path)]
    for (let step = 0; step < 300; step += 1) life.step()
    for (const session of life.sessions) looks.at(session, 1000)
    const slow = slowOpencode(path)
    expect(listed(slow.uses)).toEqual(listed(life.meantNow()))
    expect(slow.bad).toBe(life.bad)
    expect(listed(looks.ledger.uses.values())).toEqual(listed(slow.uses))
    expect(looks.bad).toBe(slow.bad)
    life.close()
  })
})

test.each(SEEDS)(
  'the files of an older OpenCode are counted to the token as they are written over (seed %i)',
  (seed) => {
    const path = join(folder, `storage-${seed}`)
    const [written, ledger] = [new OpencodeFolder(seed, path), new Ledger('last')]
    const source = { kind: 'opencode-files', path, session: written.session } as const
    let position: Position | null = null
    for (let step = 0; step < 150; step += 1) {
      written.step()
      for (let more = true; more; ) {
        const read = readOpencodeFiles(source, position)
        expect(read.trouble).toBeNull()
        for (const use of read.uses) ledger.add(use)
        position = JSON.parse(JSON.stringify(read.position)) as Position
        more = read.more
      }
      expect(listed(ledger.uses.values()), `seed ${seed}, step ${step}`).toEqual(listed(written.meantNow()))
    }
  },
)
