/**
 * Makes a program that goes through much text need little more memory for a long file than for a short one. What it lets
 * go of is young, and V8 doubles the young heap again and again (up to 3 × 32 MB) unless it is told not to. Its middle
 * compiler keeps some 10 MB, and makes nothing here faster: 200 MB of transcripts are read in the same time without it
 * (bench/transcripts.ts). To be called before the work begins.
 */
export function keepHeapSmall(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--no-maglev')
}
