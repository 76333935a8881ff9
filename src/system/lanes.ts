/** Deeds that share a key are done one after another; deeds of different keys do not wait for each other. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Does `deed` after all earlier ones of `key`, however those ended. */
  run<T>(key: string, deed: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const doing = before.then(deed, deed)
    this.#last.set(key, doing)
    return doing
  }
}
