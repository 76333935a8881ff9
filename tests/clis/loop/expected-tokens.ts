import type { TokenRecord } from '../../../src/model/token-record.ts'
import { addTokens, NO_TOKENS, type Tokens } from '../../../src/model/tokens.ts'
import { git } from '../../support/git-fixture.ts'

/** One answer that a model gave to an agent: when its last byte was sent, and what it used. */
export interface Given {
  readonly agent: string
  readonly atMs: number
  readonly tokens: Tokens
}

interface Claim {
  readonly label: string
  readonly claimedMs: number
  /** When its last missing PASS was pushed. */
  readonly passedMs: number
}

/** A CLI stamps an answer some time after its last byte was sent. */
const STAMPED_WITHIN_MS = 1_000

/**
 * What each agent used for each gate of a phase, told by git and the model server alone: a reviewer serves the newest claim,
 * whoever builds serves it until it has passed, and what comes before the first claim serves that one.
 */
export class ExpectedTokens {
  readonly #fromMs: number
  readonly #toMs: number
  readonly #claims: readonly Claim[]
  readonly #given: readonly Given[]

  /** `record` is the phase's own: its begin and end are the watchdog's to say. */
  constructor(origin: string, { started, ended }: TokenRecord, given: readonly Given[]) {
    this.#fromMs = Date.parse(started)
    this.#toMs = Date.parse(ended)
    this.#claims = claimsIn(origin, this.#fromMs, this.#toMs)
    this.#given = given
  }

  get labels(): string[] {
    return this.#claims.map(({ label }) => label)
  }

  /**
   * The sums that an agent may have in a gate, or in the whole phase: more than one only where an answer ended within a second
   * of the push that changed what it serves.
   */
  sums(agent: string, where: { label?: string; builds: boolean }): Tokens[] {
    const fits = (label: string | null) => label !== null && label === (where.label ?? label)
    const own = this.#given.filter((one) => one.agent === agent)
    const fitting = own.map(({ atMs, tokens }) => ({
      tokens,
      fits: [atMs, atMs - STAMPED_WITHIN_MS, atMs + STAMPED_WITHIN_MS].map((moment) =>
        fits(this.#servedAt(moment, where.builds)),
      ),
    }))
    const sure = fitting.filter((one) => one.fits.every(Boolean))
    const perhaps = fitting.filter((one) => one.fits.some(Boolean) && !one.fits.every(Boolean))
    return perhaps.reduce(
      (sums, { tokens }) => sums.flatMap((sum) => [sum, addTokens(sum, tokens)]),
      [sumOf(sure)],
    )
  }

  /** Label of the gate; null: it is outside of the phase. */
  #servedAt(atMs: number, builds: boolean): string | null {
    if (atMs < this.#fromMs || atMs >= this.#toMs) return null
    const newest = this.#claims.findLastIndex((one) => one.claimedMs <= atMs)
    const claim = this.#claims[newest]
    const next = this.#claims[newest + 1]
    const isOver = builds && claim !== undefined && claim.passedMs <= atMs
    return ((isOver ? next : claim) ?? claim ?? next)?.label ?? null
  }
}

/** Each label that was claimed in that time: its first claim, and its last PASS. */
function claimsIn(origin: string, fromMs: number, toMs: number): Claim[] {
  const commits = git(origin, 'log', '--reverse', '--format=%ct %s', 'main')
    .split('\n')
    .map((line) => ({ atMs: Number(line.split(' ')[0]) * 1000, subject: line.slice(line.indexOf(' ') + 1) }))
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
  const claims = commits.flatMap(({ atMs, subject }) => {
    const label = /^claim\((?:feat:)?(\w+)\)/.exec(subject)?.[1]
    return label === undefined ? [] : [{ label, claimedMs: atMs }]
  })
  const first = claims.filter(({ label }, at) => claims.findIndex((one) => one.label === label) === at)
  return first.map((claim) => {
    const passed = commits.findLast(({ subject }) => subject === `review(${claim.label}): PASS`)
    return { ...claim, passedMs: passed?.atMs ?? Infinity }
  })
}

function sumOf(given: readonly Pick<Given, 'tokens'>[]): Tokens {
  return given.reduce((sum, { tokens }) => addTokens(sum, tokens), NO_TOKENS)
}
