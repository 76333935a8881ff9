/** Loaded into the watchdog by bench/daemon.ts: on SIGUSR2 it says how many processes were started so far. */
import { subscribe } from 'node:diagnostics_channel'

let spawns = 0
subscribe('child_process', () => {
  spawns += 1
})
process.on('SIGUSR2', () => process.stdout.write(`spawns ${spawns}\n`))
