/** 64 bits are enough: of ten million answers two have the same number with a chance of 1 in 400,000. */
const HALVES = new Int32Array(2)
const WHOLE = new BigInt64Array(HALVES.buffer)

/** The number under which an answer stands in the ledger: the same for the same id. */
export function answerNumber(id: string): bigint {
  let low = 0x9e3779b9
  let high = 0x85ebca6b
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at)
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
