/** Tokens of one answer, in the parts that are priced apart. */
export interface Usage {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
}

/** Made-up usage in the size of a real answer's; the same seed and number give the same figures. */
export function usageOf(seed: number, number: number): Usage {
  const random = mulberry32(seed * 1_000_003 + number)
  const upTo = (most: number) => Math.floor(random() * most) + 1
  return {
    input: upTo(40),
    output: upTo(1200),
    cacheRead: upTo(60_000),
    cacheWrite5m: upTo(4000),
    cacheWrite1h: upTo(800),
  }
}

/** Tommy Ettinger's 32-bit generator: numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
