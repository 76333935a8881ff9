/** A power of two of slots, of which at most two thirds are taken: a search ends after five at most, on average. */
const FEWEST_SLOTS = 4096

const WHOLE = new BigInt64Array(1)
const HALVES = new Int32Array(WHOLE.buffer)

/** The rowid of each answer in `token_answers`, by its id: 18 to 36 bytes each, where a Map with its bigints needs 100 and more. Rowids begin with 1. */
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
    WHOLE[0] = id
    return this.#places[this.#slotOf(HALVES[0] as number, HALVES[1] as number)] as number
  }

  set(id: bigint, place: number): void {
    WHOLE[0] = id
    this.#put(HALVES[0] as number, HALVES[1] as number, place)
    if (3 * this.size > 2 * this.#places.length) this.#enlarge()
  }

  #put(low: number, high: number, place: number): void {
    const slot = this.#slotOf(low, high)
    if (this.#places[slot] === 0) this.size += 1
    this.#ids[2 * slot] = low
    this.#ids[2 * slot + 1] = high
    this.#places[slot] = place
  }

  /** The slot that has the id, or where it would be put. */
  #slotOf(low: number, high: number): number {
    const ids = this.#ids
    const places = this.#places
    const last = places.length - 1
    let slot = low & last
    while (places[slot] !== 0 && (ids[2 * slot] !== low || ids[2 * slot + 1] !== high))
      slot = (slot + 1) & last
    return slot
  }

  #enlarge(): void {
    const ids = this.#ids
    const places = this.#places
    this.#allocate(2 * places.length)
    for (let slot = 0; slot < places.length; slot += 1) {
      const place = places[slot] as number
      if (place !== 0) this.#put(ids[2 * slot] as number, ids[2 * slot + 1] as number, place)
    }
  }

  #allocate(slots: number): void {
    this.#ids = new Int32Array(2 * slots)
    this.#places = new Int32Array(slots)
    this.size = 0
  }
}
