// Memory and time of `agent-log` on a long Claude transcript, as the bundle that users run. Promise: 200 MB need no more memory
// than 20 MB, but for 6 MB of noise (V8 sweeps its old heap when it has grown by some of them, which 20 MB do not reach),
// whether it is named, comes as standard input, or through a pipe.
// Run: node bench/agent-log.ts [--mb 20,200]
import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle } from './bundle.ts'

const NOISE_KB = 6 * 1024
const OUTPUT = `\u001b[32m✓\u001b[39m ${'a test that passes, one of very many\n'.repeat(55)}`

/** `agent-log FILE`, `agent-log - < FILE`, `cat FILE | agent-log -`. */
const FORMS = ['file', 'stdin', 'pipe'] as const
type Form = (typeof FORMS)[number]

const { values } = parseArgs({ options: { mb: { type: 'string', default: '20,200' } } })
const folder = mkdtempSync(join(tmpdir(), 'agent-log-bench-'))
try {
  const entry = await bundle(new URL('../agent-log.ts', import.meta.url).pathname, folder)
  const sizes = values.mb.split(',').map(Number)
  const paths = sizes.map(transcript)
  for (const form of FORMS) {
    const peaks: number[] = []
    for (const [index, path] of paths.entries()) {
      const { seconds, peakKb } = await measure(entry, path, form)
      console.log(
        `${form.padEnd(5)} ${String(sizes[index]).padStart(5)} MB  ${seconds.toFixed(1)} s  peak ${(peakKb / 1024).toFixed(0)} MB`,
      )
      peaks.push(peakKb)
    }
    if (Math.max(...peaks) - (peaks[0] ?? 0) > NOISE_KB) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}

/** A transcript of that size: questions, thoughts, calls, results of 2 kB, answers. */
function transcript(mb: number): string {
  const path = join(folder, `${mb}.jsonl`)
  const file = openSync(path, 'w')
  let text = ''
  for (let turn = 0, bytes = 0; bytes < mb * 1e6; turn++) {
    text += rows(turn)
    if (text.length < 1e6) continue
    bytes += writeSync(file, text)
    text = ''
  }
  closeSync(file)
  return path
}

function rows(turn: number): string {
  const common = { sessionId: 's', timestamp: new Date(1_790_000_000_000 + turn * 1000).toISOString() }
  // As long as real ones: V8 keeps short texts of JSON apart, as names that may come again.
  const uuid = (part: number) => `${String(turn).padStart(8, '0')}-0000-4000-8000-00000000000${part}`
  const idOf = (prefix: string) => `${prefix}_01${String(turn).padStart(22, '0')}`
  const row = (type: string, part: number, message: object) =>
    `${JSON.stringify({ type, uuid: uuid(part), ...common, message })}\n`
  const usage = { input_tokens: 5, output_tokens: 120, cache_read_input_tokens: 50_000 }
  const answer = (part: number, content: object) =>
    row('assistant', part, { id: idOf('msg'), model: 'claude-opus-4-6', usage, content: [content] })
  const id = idOf('toolu')
  return [
    answer(0, {
      type: 'text',
      text: `Turn ${turn}: now the tests, and then the next part of the plan.\nAnother line.`,
    }),
    answer(1, { type: 'tool_use', id, name: 'Bash', input: { command: `npm test -- ${turn}` } }),
    row('user', 2, { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: OUTPUT }] }),
  ].join('')
}

/** Runs it to its end and reads the kernel's own peak just before: the last sample counts. */
function measure(entry: string, path: string, form: Form): Promise<{ seconds: number; peakKb: number }> {
  const started = performance.now()
  const child = spawn(...commandOf(entry, path, form), { stdio: ['ignore', 'ignore', 'inherit'] })
  let peakKb = 0
  const sample = setInterval(() => {
    peakKb = Math.max(peakKb, highWaterKb(child.pid))
  }, 20)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      clearInterval(sample)
      if (code !== 0) reject(new Error(`agent-log ended with ${code}`))
      else resolve({ seconds: (performance.now() - started) / 1000, peakKb })
    })
  })
}

/** A shell that becomes the program, so that the process looked at is the reader of the file or pipe. */
function commandOf(entry: string, path: string, form: Form): [string, string[]] {
  if (form === 'file') return [process.execPath, [entry, path]]
  const source = form === 'stdin' ? '"$2"' : '<(cat "$2")'
  return ['bash', ['-c', `exec "$0" "$1" - < ${source}`, process.execPath, entry, path]]
}

function highWaterKb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0)
  } catch {
    return 0 // it has just ended
  }
}
