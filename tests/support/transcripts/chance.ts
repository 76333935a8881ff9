/** Chance that is the same for the same seed, so that a corpus can be made again from the number that a test prints. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = Math.imul(seed ^ 0x2545f491, 0x9e3779b1) >>> 0 || 1
  }

  /** A whole number from 0 to `most` - 1. */
  below(most: number): number {
    return Math.floor(this.next() * most)
  }

  /** A whole number; both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  happens(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  shuffled<T>(from: readonly T[]): T[] {
    return from
      .map((value) => ({ value, key: this.next() }))
      .sort((one, other) => one.key - other.key)
      .map(({ value }) => value)
  }

  /** So many letters of an id. */
  name(letters: number): string {
    return Array.from({ length: letters }, () => this.pick([...'abcdefghjkmnpqrstuvwxyz23456789'])).join('')
  }

  /** In the form of a UUID. */
  uuid(): string {
    const digits = (count: number) =>
      Array.from({ length: count }, () => this.below(16).toString(16)).join('')
    return [8, 4, 4, 4, 12].map(digits).join('-')
  }

  /** xorshift32, in [0, 1). */
  private next(): number {
    let mixed = this.state
    mixed ^= mixed << 13
    mixed ^= mixed >>> 17
    mixed ^= mixed << 5
    this.state = mixed >>> 0
    return this.state / 2 ** 32
  }
}
