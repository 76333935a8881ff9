// Loaded when it is first needed: it takes several ms, and most commands need no hash.
const hashes = () => process.getBuiltinModule('node:crypto')

/** A name that nobody else has. */
export function randomId(): string {
  return crypto.randomUUID()
}

/** The same short name for the same text: the first 12 hex digits of its SHA-256. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 12)
}

/** A session id as agent CLIs take it (a UUID), the same for the same decided start: what a crash cut off is known again. */
export function sessionId(agent: string, incarnation: number, seq: number, atMs: number): string {
  const digest = sha256(JSON.stringify([agent, incarnation, seq, atMs]))
  // The version and variant of a random UUID: validators older than RFC 9562 refuse version 8, which this would be.
  const hex = `${digest.slice(0, 12)}4${digest.slice(13, 16)}a${digest.slice(17, 32)}`
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function sha256(text: string): string {
  return hashes().createHash('sha256').update(text).digest('hex')
}
