/** Transcripts of Claude Code in the shape of real ones: per 200 MB 98,675 lines, of which 59,686 tell what was used. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

const FILES = 41
const USAGE_LINES = 59_686 / 98_675
/** Rows of one answer: one for each of its parts. */
const ROWS = [1, 1, 2, 2, 3]
const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001']
/** All within one day of UTC, so that no answer streams over midnight. */
const BEGIN_MS = Date.UTC(2026, 2, 1, 0, 0, 1)
const DAY_MS = 86_000_000
const POOL = 400

type Random = (below: number) => number

/** Writes the corpus as a config folder of Claude Code; the same seed and size give the same bytes. */
export function writeClaudeCorpus(folder: string, bytes: number, seed = 1): void {
  const random = mulberry32(seed)
  const pool = makePool(random)
  for (let number = 0; number < FILES; number += 1) {
    const session = uuid(random)
    const project = join(folder, 'projects', `-home-team-project-${number % 7}`)
    const path =
      number % 5 === 4
        ? join(project, session, 'subagents', `agent-${session.slice(0, 8)}.jsonl`)
        : join(project, `${session}.jsonl`)
    writeSession(path, session, bytes / FILES, random, pool)
  }
}

function writeSession(path: string, session: string, bytes: number, random: Random, pool: Pool): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  try {
    let written = 0
    let lines: string[] = []
    while (written < bytes) {
      const atMs = BEGIN_MS + Math.floor((written / bytes) * DAY_MS)
      const added =
        random(1_000_000) / 1_000_000 < TURN_IS_ANSWER
          ? answer(session, atMs, random, pool)
          : [toolResult(session, atMs, random, pool)]
      lines.push(...added)
      if (lines.length < 100) continue
      written += writeSync(file, lines.join(''))
      lines = []
    }
  } finally {
    closeSync(file)
  }
}

/** An answer has 1.8 rows, any other turn one: so often a turn is an answer. */
const TURN_IS_ANSWER = USAGE_LINES / 1.8 / (USAGE_LINES / 1.8 + (1 - USAGE_LINES))

/** Rows of one answer: the same counts, but for the output, which is a placeholder until the last. */
function answer(session: string, atMs: number, random: Random, pool: Pool): string[] {
  const rows = ROWS[random(ROWS.length)] as number
  const id = `msg_01${uuid(random).replaceAll('-', '').slice(0, 22)}`
  const request = `req_011${uuid(random).replaceAll('-', '').slice(0, 21)}`
  const [fiveMinutes, oneHour] = [random(4_000), random(900)]
  const prompt = { input: random(40), written: fiveMinutes + oneHour, read: random(150_000) }
  const output = random(1_200) + 10
  const model = MODELS[random(MODELS.length)]
  return Array.from({ length: rows }, (_, row) => {
    const logged = row === rows - 1 ? output : 1 + random(8)
    return `${head(session, random)},"type":"assistant","uuid":"${uuid(random)}","timestamp":"${new Date(atMs).toISOString()}","message":{"model":"${model}","id":"${id}","type":"message","role":"assistant","content":[${pick(pool.parts, random)}],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":${prompt.input},"cache_creation_input_tokens":${prompt.written},"cache_read_input_tokens":${prompt.read},"cache_creation":{"ephemeral_5m_input_tokens":${fiveMinutes},"ephemeral_1h_input_tokens":${oneHour}},"output_tokens":${logged},"service_tier":"standard"}},"requestId":"${request}"}\n`
  })
}

function toolResult(session: string, atMs: number, random: Random, pool: Pool): string {
  const id = `toolu_01${uuid(random).replaceAll('-', '').slice(0, 22)}`
  const result = pick(pool.results, random)
  return `${head(session, random)},"type":"user","message":{"role":"user","content":[{"tool_use_id":"${id}","type":"tool_result","content":${result}}]},"uuid":"${uuid(random)}","timestamp":"${new Date(atMs).toISOString()}","toolUseResult":{"stdout":${result},"stderr":"","interrupted":false,"isImage":false}}\n`
}

function head(session: string, random: Random): string {
  return `{"parentUuid":"${uuid(random)}","isSidechain":false,"userType":"external","cwd":"/home/team/project","sessionId":"${session}","version":"2.1.286","gitBranch":"main"`
}

/** Contents, already as JSON; each is used many times. */
interface Pool {
  readonly parts: readonly string[]
  readonly results: readonly string[]
}

function makePool(random: Random): Pool {
  const parts = Array.from({ length: POOL }, (_, number) => {
    const text = code(random, 1 + random(10))
    if (number % 3 === 0) return JSON.stringify({ type: 'text', text })
    if (number % 3 === 1) {
      const thinking = { type: 'thinking', thinking: text, signature: uuid(random).repeat(8) }
      return JSON.stringify(thinking)
    }
    const input = { file_path: '/home/team/project/src/main.ts', old_string: text, new_string: text }
    return JSON.stringify({ type: 'tool_use', id: `toolu_${number}`, name: 'Edit', input })
  })
  // Most results are short, some are whole files.
  const results = Array.from({ length: POOL }, (_, number) =>
    JSON.stringify(code(random, number % 10 === 0 ? 100 + random(210) : 1 + random(21))),
  )
  return { parts, results }
}

const LINES = [
  '  const value = read("config.toml", { encoding: "utf8" })',
  'diff --git a/src/main.ts b/src/main.ts',
  '    at Object.<anonymous> (/home/team/project/src/main.ts:42:7)',
  '{"usage": {"tokens": 12}, "name": "not a record"}',
  'ok 12 - a torn line waits – also a cut letter',
  '',
]

function code(random: Random, lines: number): string {
  return Array.from({ length: lines }, () => pick(LINES, random)).join('\n')
}

function pick(choices: readonly string[], random: Random): string {
  return choices[random(choices.length)] as string
}

function uuid(random: Random): string {
  const part = () => (0x1_0000_0000 + random(0x1_0000_0000)).toString(16).slice(1)
  const hex = part() + part() + part() + part()
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** Tommy Ettinger's 32-bit generator: whole numbers from 0 to below. */
function mulberry32(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
