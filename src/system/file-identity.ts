import { readSync, type Stats } from 'node:fs'
import { hash64 } from '../model/hash64.ts'

/** Bytes at the begin of a file that tell it from another one with the same inode. */
const HEAD_BYTES = 1024

/** What tells a file from another one that takes its place. Plain JSON. */
export interface FileIdentity {
  readonly device: number
  readonly inode: number
  /** Bytes that were hashed: up to HEAD_BYTES, fewer when the file was shorter. */
  readonly headBytes: number
  /** 64 bits, hex. A file that is taken for another one is counted wrong; nobody gains by it, and node:crypto takes 3 MB. */
  readonly headHash: string
}

/** The identity of an open file as it is now. */
export function identify(file: number, { dev, ino }: Stats): FileIdentity {
  const head = readHead(file, HEAD_BYTES)
  return { device: dev, inode: ino, headBytes: head.length, headHash: hashOf(head) }
}

/** Whether the open file is the one that was seen before; it may have grown. */
export function isSame(file: number, { dev, ino }: Stats, before: FileIdentity): boolean {
  if (dev !== before.device || ino !== before.inode) return false
  return hashOf(readHead(file, before.headBytes)) === before.headHash
}

function hashOf(head: Buffer): string {
  return hash64(head.toString('latin1')).toString(16)
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
