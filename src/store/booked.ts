import type { Tokens } from '../model/tokens.ts'

/** An answer as it was booked first (part 0), or what was booked of it later. */
export interface Booked {
  readonly id: bigint
  readonly part: number
  readonly window: number
  readonly agent: string
  readonly model: string
  readonly atMs: number
  /** 0: longer than every size. */
  readonly promptUpTo: number
  readonly tokens: Tokens
  readonly odd: boolean
}
