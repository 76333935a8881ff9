import { hash } from 'node:crypto'
import { readSync, type Stats } from 'node:fs'

/** Bytes at the begin of a file that tell it from another one with the same inode. */
const HEAD_BYTES = 1024

/** What tells a file from another one that takes its place. Plain JSON. */
export interface FileIdentity {
  readonly device: number
  readonly inode: number
  /** Bytes that were hashed: up to HEAD_BYTES, fewer when the file was shorter. */
  readonly headBytes: number
  /** SHA-256, hex. */
  readonly headHash: string
}

/** The identity of an open file as it is now. */
export function identify(file: number, { dev, ino }: Stats): FileIdentity {
  const head = readHead(file, HEAD_BYTES)
  return { device: dev, inode: ino, headBytes: head.length, headHash: hash('sha256', head) }
}

/** Whether the open file is the one that was seen before; it may have grown. */
export function isSame(file: number, { dev, ino }: Stats, before: FileIdentity): boolean {
  if (dev !== before.device || ino !== before.inode) return false
  return hash('sha256', readHead(file, before.headBytes)) === before.headHash
}

/** One for all files, since a head is hashed at once: a long file is looked at thousands of times. */
const shared = Buffer.allocUnsafeSlow(HEAD_BYTES)

function readHead(file: number, bytes: number): Buffer {
  const head = bytes <= HEAD_BYTES ? shared : Buffer.allocUnsafe(bytes)
  let length = 0
  while (length < bytes) {
    const got = readSync(file, head, length, bytes - length, length)
    if (got === 0) break
    length += got
  }
  return head.subarray(0, length)
}
