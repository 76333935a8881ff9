/** Tokens in the parts that are priced apart. The parts are disjoint: their sum is the total. */
export interface Tokens {
  /** Prompt tokens that were neither read from a cache nor written to one. */
  readonly input: number
  /** Answer tokens without those of `reasoning`. A CLI that does not tell reasoning apart has it in here. */
  readonly output: number
  readonly reasoning: number
  readonly cacheRead: number
  /** Written to a cache that lives 5 minutes; also where the life is not told. */
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
}

export const NO_TOKENS: Tokens = {
  input: 0,
  output: 0,
  reasoning: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
}

/** Part by part. */
export function addTokens(one: Tokens, other: Tokens): Tokens {
  return combine(one, other, 1)
}

/** Part by part; parts may become negative. */
export function subtractTokens(one: Tokens, other: Tokens): Tokens {
  return combine(one, other, -1)
}

function combine(one: Tokens, other: Tokens, factor: 1 | -1): Tokens {
  return {
    input: one.input + factor * other.input,
    output: one.output + factor * other.output,
    reasoning: one.reasoning + factor * other.reasoning,
    cacheRead: one.cacheRead + factor * other.cacheRead,
    cacheWrite5m: one.cacheWrite5m + factor * other.cacheWrite5m,
    cacheWrite1h: one.cacheWrite1h + factor * other.cacheWrite1h,
  }
}

/** All parts together. */
export function totalOf(tokens: Tokens): number {
  return promptOf(tokens) + tokens.output + tokens.reasoning
}

/** The whole prompt: what a model's long-context price goes by. */
export function promptOf({ input, cacheRead, cacheWrite5m, cacheWrite1h }: Tokens): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h
}
