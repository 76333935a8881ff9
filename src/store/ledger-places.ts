/** For a power of two of slots, of which at most half are taken: a search ends after one or two. */
const FEWEST_SLOTS = 1024

const WHOLE = new BigInt64Array(1)
const HALVES = new Int32Array(WHOLE.buffer)

/** The rowid of each answer in `token_answers`, by its id: 24 bytes each, where a Map needs 100. Rowids begin with 1. */
export class LedgerPlaces {
  /** Two halves of an id in each slot, which begins at the slot that its low half names. */
  #ids = new Int32Array(0)
  /** 0: the slot is free. */
  #places = new Int32Array(0)
  size = 0

  constructor() {
    this.clear()
  }

  clear(): void {
    this.#allocate(FEWEST_SLOTS)
  }

  /** 0: it is not known. */
  get(id: bigint): number {
    return this.#places[this.#slotOf(id)] ?? 0
  }

  set(id: bigint, place: number): void {
    const slot = this.#slotOf(id)
    if (this.#places[slot] === 0) this.size += 1
    this.#ids[2 * slot] = HALVES[0] as number
    this.#ids[2 * slot + 1] = HALVES[1] as number
    this.#places[slot] = place
    if (2 * this.size > this.#places.length) this.#enlarge()
  }

  /** The slot that has the id, or where it would be put. Leaves the id in HALVES. */
  #slotOf(id: bigint): number {
    WHOLE[0] = id
    const [ids, places, last] = [this.#ids, this.#places, this.#places.length - 1]
    const low = HALVES[0] as number
    const high = HALVES[1] as number
    let slot = low & last
    while (places[slot] !== 0 && (ids[2 * slot] !== low || ids[2 * slot + 1] !== high))
      slot = (slot + 1) & last
    return slot
  }

  #enlarge(): void {
    const [ids, places] = [new BigInt64Array(this.#ids.buffer), this.#places]
    this.#allocate(2 * places.length)
    places.forEach((place, slot) => {
      if (place !== 0) this.set(ids[slot] as bigint, place)
    })
  }

  #allocate(slots: number): void {
    this.#ids = new Int32Array(2 * slots)
    this.#places = new Int32Array(slots)
    this.size = 0
  }
}
