import { openSync } from 'node:fs'
import { watchPaths } from '../../src/system/watch.ts'

// Takes every descriptor that the limit leaves, then watches: prints what a watchdog would be told.
try {
  for (;;) openSync('/dev/null', 'r')
} catch (error) {
  console.log(`full: ${(error as NodeJS.ErrnoException).code}`)
}
const watched = watchPaths(process.argv.slice(2), {
  nudge: () => console.log('nudge'),
  trouble: (error) => console.log(`trouble: ${error.message}`),
})
await watched.ready
console.log('goes on')
await watched.close()
