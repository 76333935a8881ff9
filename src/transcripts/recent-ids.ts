/**
 * Remembers the newest ids, at least `most` of them and less than twice as many. Only 64 bits of each are kept, in arrays that are
 * used again: strings that live this long and no longer make V8's old heap grow by megabytes of them before it is swept. One of
 * 20,000 ids is taken for another one once in 10^15 looks.
 */
export class RecentIds {
  readonly #most: number
  #newer = new PrintTable()
  #older = new PrintTable()

  constructor(most: number) {
    this.#most = most
  }

  has(id: string): boolean {
    const [low, high] = fingerprint(id)
    return this.#newer.has(low, high) || this.#older.has(low, high)
  }

  add(id: string): void {
    const [low, high] = fingerprint(id)
    this.#newer.add(low, high)
    if (this.#newer.size < this.#most) return
    const forgotten = this.#older
    this.#older = this.#newer
    this.#newer = forgotten
    forgotten.clear()
  }
}

/** Fewer fit on no page of memory less: an agent may have hundreds of transcripts with a few answers each. */
const FIRST_PLACES = 256

/** Fingerprints in two words each, at the place that the first names or the next one that is free; 0, 0 is free. */
class PrintTable {
  size = 0
  #words = new Uint32Array(2 * FIRST_PLACES)

  has(low: number, high: number): boolean {
    const at = this.#placeOf(low, high)
    return this.#words[at] === low && this.#words[at + 1] === high
  }

  add(low: number, high: number): void {
    const at = this.#placeOf(low, high)
    if (this.#words[at] === low && this.#words[at + 1] === high) return
    this.#words[at] = low
    this.#words[at + 1] = high
    this.size += 1
    if (this.size * 4 > this.#words.length) this.#enlarge()
  }

  clear(): void {
    this.#words.fill(0)
    this.size = 0
  }

  /** Where these words stand, or would. At least half of the places are free. */
  #placeOf(low: number, high: number): number {
    const words = this.#words
    const mask = words.length - 1
    let at = (low * 2) & mask
    while ((words[at] !== 0 || words[at + 1] !== 0) && (words[at] !== low || words[at + 1] !== high))
      at = (at + 2) & mask
    return at
  }

  #enlarge(): void {
    const before = this.#words
    this.#words = new Uint32Array(before.length * 2)
    for (let at = 0; at < before.length; at += 2) {
      const [low = 0, high = 0] = [before[at], before[at + 1]]
      if (low === 0 && high === 0) continue
      const place = this.#placeOf(low, high)
      this.#words[place] = low
      this.#words[place + 1] = high
    }
  }
}

/** Two multiply-and-xor lanes over the UTF-16 units, mixed at the end (constants of MurmurHash 3); never 0, 0. */
function fingerprint(id: string): [low: number, high: number] {
  let [one, other] = [0x9e3779b9 ^ id.length, 0x7f4a7c15]
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x85ebca6b)
    one ^= one >>> 15
    other = Math.imul(other ^ unit, 0xc2b2ae35)
    other ^= other >>> 13
  }
  const low = mixed(one ^ Math.imul(other, 0x1b873593))
  return [low === 0 ? 1 : low, mixed(other ^ Math.imul(one, 0xcc9e2d51))]
}

function mixed(value: number): number {
  let word = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}
