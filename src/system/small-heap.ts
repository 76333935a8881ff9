/**
 * Makes a program that goes through much text need little more memory for a long file than for a short one. What it lets
 * go of is young, and V8 doubles the young heap again and again (up to 3 × 32 MB) unless it is told not to. Its middle
 * compiler keeps some 10 MB, and makes nothing here faster: 200 MB of transcripts are read in the same time without it
 * (bench/transcripts.ts), so what is hot is given to the best one sooner, and watched sooner. To be called before the work begins.
 */
export function keepHeapSmall(): void {
  const flags = [
    '--semi-space-growth-factor=1',
    '--no-maglev',
    '--invocation-count-for-turbofan=500',
    '--invocation-count-for-feedback-allocation=2',
  ]
  process.getBuiltinModule('node:v8').setFlagsFromString(flags.join(' '))
}

/**
 * Also sweeps the old heap as soon as it has grown by a few MB, where V8 waits for tens of them: several transcripts that are merged,
 * a page and a pipe let go of what is no longer young (200 MB and 200 MB merged: 77 MB at the peak instead of 97, in no more time).
 */
export function keepOldHeapSmall(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--optimize-for-size')
}
