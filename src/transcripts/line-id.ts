/** An id made of a line's bytes, for a record that has none of its own: 128 bits, equal for equal lines. */
export function lineId(line: Uint8Array): string {
  return `line-${hash64(line, 0x9e3779b9)}${hash64(line, 0x85ebca6b)}`
}

/** Two multiply-and-xor lanes over the bytes, mixed at the end (constants of MurmurHash 3 and FNV). */
function hash64(bytes: Uint8Array, seed: number): string {
  let one = seed ^ bytes.length
  let other = ~seed
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    one = Math.imul(one ^ byte, 0x01000193)
    other = Math.imul(other ^ byte, 0xcc9e2d51) ^ (other >>> 15)
  }
  return hex(mix(one ^ Math.imul(other, 0x1b873593))) + hex(mix(other ^ Math.imul(one, 0x85ebca6b)))
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}
