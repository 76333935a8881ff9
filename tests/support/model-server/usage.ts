import { NO_TOKENS, type Tokens } from '../../../src/model/tokens.ts'

/** What the answer with this number uses when its rule does not say: every part above 0, and no two answers alike. */
export function madeUpUsage(number: number): Tokens {
  return {
    input: 1_000 + 101 * number,
    output: 50 + 13 * number,
    reasoning: 20 + 7 * number,
    cacheRead: 300 + 17 * number,
    cacheWrite5m: 100 + 11 * number,
    cacheWrite1h: 40 + 3 * number,
  }
}

/** What a rule says, with 0 for what it does not name. */
export function givenUsage(usage: Partial<Tokens>): Tokens {
  return { ...NO_TOKENS, ...usage }
}
