/**
 * A program for a pane that redraws one line in place at random moments for a while, then falls silent.
 * Usage: node redrawer.ts SEED MILLISECONDS FILE   Its last line is `frame SEED N`, which it also writes to FILE at its end.
 */
import { writeFileSync } from 'node:fs'

const [seed = '1', lifeMs = '1000', file = ''] = process.argv.slice(2)
const endsAt = performance.now() + Number(lifeMs)
let state = Number(seed) * 7919 + 1
let frame = 0

function nextPauseMs(): number {
  state = (state * 1103515245 + 12345) % 2147483648
  return 20 + (state / 2147483648) ** 3 * 2500
}

function draw(): void {
  frame += 1
  process.stdout.write(`\r\x1b[2Kframe ${seed} ${frame}`)
  const pauseMs = nextPauseMs()
  if (performance.now() + pauseMs < endsAt) setTimeout(draw, pauseMs)
  else writeFileSync(file, `frame ${seed} ${frame}`)
}

setInterval(() => undefined, 1_000_000)
draw()
