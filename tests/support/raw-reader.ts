/**
 * A program for a pane that asks for bracketed paste and writes every byte that it is given to a file.
 * Usage: node raw-reader.ts FILE [plain]   (`plain`: does not ask for brackets)
 */
import { appendFileSync, writeFileSync } from 'node:fs'

const [file = '', mode] = process.argv.slice(2)
process.stdin.setRawMode(true)
process.stdin.on('data', (bytes) => appendFileSync(file, bytes))
if (mode !== 'plain') process.stdout.write('\x1b[?2004h')
writeFileSync(file, '')
process.stdout.write('ready')
