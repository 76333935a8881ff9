/**
 * Remembers the newest few things by key, at least `most` of them and less than twice as many, so that a transcript of any length
 * needs the same memory. They are forgotten by the half: to take the oldest one out of a Map takes ever longer, since V8 searches
 * for it among the places of those that were taken out before.
 */
export class Recent<T> {
  readonly #most: number
  #newer = new Map<string, T>()
  #older = new Map<string, T>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): T | undefined {
    return this.#newer.get(key) ?? this.#older.get(key)
  }

  set(key: string, value: T): void {
    this.#newer.set(key, value)
    if (this.#newer.size < this.#most) return
    this.#older = this.#newer
    this.#newer = new Map()
  }
}
