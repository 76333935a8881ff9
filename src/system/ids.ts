import { createHash, randomUUID } from 'node:crypto'

/** A name that nobody else has. */
export function randomId(): string {
  return randomUUID()
}

/** The same short name for the same text: the first 12 hex digits of its SHA-256. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
