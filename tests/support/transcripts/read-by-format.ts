import { type Standing, standingUse, type Use } from '../../../src/model/use.ts'
import type { ReaderState, UsageFormat } from '../../../src/transcripts/usage-reader.ts'

/** Uses by id, as the ledger keeps them: of two records with the same id the one stands that the model says. */
export class Ledger {
  readonly uses = new Map<string, Use>()
  private readonly standing: Standing

  constructor(standing: Standing) {
    this.standing = standing
  }

  add(use: Use): void {
    const before = this.uses.get(use.id)
    this.uses.set(use.id, before ? standingUse(this.standing, before, use) : use)
  }
}

/** A file that a reader sees a piece at a time; its state goes through JSON before each look. */
export class SteppedFile {
  seen = 0
  bad = 0
  readonly bytes: Buffer
  private readonly format: UsageFormat
  private state: string | undefined

  constructor(format: UsageFormat, bytes: Buffer) {
    this.format = format
    this.bytes = bytes
  }

  /** Shows the reader the whole lines within the first `length` bytes. */
  lookAt(length: number, ledger: Ledger): void {
    const end = this.bytes.subarray(0, length).lastIndexOf(0x0a) + 1
    if (end <= this.seen) return
    const reader = this.format.reader(
      this.state === undefined ? undefined : (JSON.parse(this.state) as ReaderState),
    )
    // A copy, so that a reader which keeps a view of its input is found out.
    const lines = Buffer.from(this.bytes.subarray(this.seen, end))
    reader.read(lines, (use) => ledger.add(use))
    lines.fill(0)
    this.state = JSON.stringify(reader.state)
    this.bad += reader.bad
    this.seen = end
  }
}
