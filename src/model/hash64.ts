const HALVES = new Int32Array(2)
const WHOLE = new BigInt64Array(HALVES.buffer)

/** 64 bits of a text, the same on every machine. Not for what somebody may want to forge: who can choose texts finds two with one hash. */
export function hash64(text: string): bigint {
  let low = 0x9e3779b9
  let high = 0x85ebca6b
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 0x9e3779b1)
    high = Math.imul(high ^ code, 0x5f356495)
    low ^= low >>> 15
    high ^= high >>> 13
  }
  HALVES[0] = mixed(low ^ Math.imul(high, 0x2c1b3c6d))
  HALVES[1] = mixed(high ^ Math.imul(low, 0x297a2d39))
  return WHOLE[0] ?? 0n
}

/** Every bit of the result hangs on every bit of the state (the finalizer of MurmurHash3). */
function mixed(state: number): number {
  let bits = state ^ (state >>> 16)
  bits = Math.imul(bits, 0x85ebca6b)
  bits ^= bits >>> 13
  bits = Math.imul(bits, 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
