/**
 * Makes a program that streams much text need hardly more memory for a long file than for a short one: what it lets go of is
 * young, and V8 doubles the young heap again and again (up to 3 × 32 MB) unless it is told not to. To be called before the work begins.
 */
export function keepHeapSmall(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}
