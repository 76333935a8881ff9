/** MB of each half of the young heap: room for some chunks of a transcript; V8 would let it grow to 16 and more. */
const SEMI_SPACE_MB = 4

/**
 * Makes a program that streams much text need as little memory for a long file as for a short one: what it lets go of is
 * young, and V8 gives the young heap more and more room as long as it is allowed to. To be called before the work begins.
 */
export function keepHeapSmall(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(`--max-semi-space-size=${SEMI_SPACE_MB}`)
}
