import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Setback } from '../../../src/model/setback.ts'
import type { LineFormat } from '../../../src/model/source.ts'
import { opencodeSetback } from '../../../src/transcripts/opencode-setback.ts'
import type { OpencodeMessage } from '../../../src/transcripts/opencode-usage.ts'
import { usageFormats } from '../../../src/transcripts/usage-formats.ts'

function setbacks(format: LineFormat, lines: Buffer | readonly object[]): Setback[] {
  const text = Buffer.isBuffer(lines)
    ? lines
    : Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const met: Setback[] = []
  usageFormats[format].reader().read(
    text,
    () => undefined,
    (one) => met.push(one),
  )
  return met
}

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/transcripts/${name}`, import.meta.url)))
const brief = ({ kind, window, resetsMs, words }: Setback) => [
  kind,
  window,
  resetsMs === null ? null : new Date(resetsMs).toISOString(),
  words.slice(0, 40),
]

test('Claude Code tells its limits with window and reset, and its errors by kind', () => {
  expect(setbacks('claude', fixture('claude/2.1.329-setbacks.jsonl')).map(brief)).toEqual([
    ['limit', 'five_hour', '2026-11-21T11:57:04.000Z', "You've hit your 5-hour limit · resets 11"],
    ['limit', 'seven_day', '2026-11-24T08:57:29.000Z', "You've hit your weekly limit · resets No"],
    ['limit', 'overage', '2026-11-21T11:59:31.000Z', "You're out of usage credits · resets 11:"],
    ['login', '', null, 'Not logged in · Please run /login'],
    ['money', '', null, 'Credit balance is too low'],
    ['context', '', null, 'Prompt is too long · the request is ~210'],
    ['failure', '', null, 'API Error: Connection to the API was los'],
  ])
})

test('Codex tells its limit, and its errors by kind', () => {
  expect(setbacks('codex', fixture('codex/0.169.0-setbacks.jsonl')).map(brief)).toEqual([
    ['limit', '', null, 'You’ve hit your usage limit. Upgrade to '],
    ['money', '', null, 'Quota exceeded. Check your plan and bill'],
    ['context', '', null, "Codex ran out of room in the model's con"],
    ['login', '', null, 'unexpected status 401 Unauthorized: inva'],
    ['failure', '', null, 'exceeded retry limit, last status: 429 T'],
    ['failure', '', null, 'We’re currently experiencing high demand'],
    ['failure', '', null, 'Selected model is at capacity. Please tr'],
    ['failure', '', null, 'stream disconnected before completion: T'],
  ])
})

test('pi tells a lost login and an account without credit by the status of the answer', () => {
  const met = setbacks('pi', fixture('pi/0.73.1-setbacks.jsonl'))
  expect(met.map(({ kind }) => kind)).toEqual(['login', ...Array(met.length - 1).fill('money')])
})

test('pi tells an error; the tries of one turn are one setback, and what a person broke off is none', () => {
  const tries = setbacks('pi', fixture('pi/0.73.1-refused-interrupted-compacted.jsonl'))
  expect(tries.map(brief)).toEqual(Array(4).fill(['failure', '', null, '500 boom']))
  expect(tries.map(({ atMs }) => atMs)).toEqual(Array(4).fill(Date.parse('2026-11-21T09:00:46.023Z')))
})

test('Qwen Code tells a login that is lost and its errors, and none of what it mends by trying again', () => {
  const met = setbacks('qwen', fixture('qwen/0.15.10-setbacks.jsonl'))
  const full = '400 This model maximum context length is'
  expect(met.map(brief)).toEqual([
    ['login', '', null, '401 invalid api key'],
    ['failure', '', null, full],
    ['failure', '', null, full],
  ])
})

test('many tries of Qwen Code at one turn are one setback; the next turn is another, and so is one after an answer', () => {
  const met = setbacks('qwen', fixture('qwen/0.15.10-tries-of-one-turn.jsonl'))
  expect(met.map(({ kind }) => kind)).toEqual(['failure', 'login', ...Array(7).fill('money')])
  expect(new Set(met.map(({ atMs }) => atMs)).size).toBe(3)
  const rows = fixture('qwen/0.15.10-tries-of-one-turn.jsonl').toString().trim().split('\n')
  const [third, fourth] = rows.slice(2).map((row): object => JSON.parse(row))
  const answer = { uuid: 'a', timestamp: AT, usageMetadata: { promptTokenCount: 1 } }
  const [one, other] = setbacks('qwen', [third ?? {}, answer, fourth ?? {}])
  expect(one?.atMs).not.toBe(other?.atMs)
})

test('Gemini CLI tells the limit of a day, a lost login and its errors, and nothing of its own commands', () => {
  const met = setbacks('gemini', fixture('gemini/0.61.0-setbacks.jsonl'))
  expect(met.map(brief)).toEqual([
    ['failure', '', null, '[API Error: {"error":{"message":"no such'],
    ['login', '', null, '[API Error: {"type":"error","error":{"ty'],
    ['limit', '', null, '[API Error: You have exhausted your daily'.slice(0, 40)],
  ])
  const own = { id: 'x', timestamp: AT, type: 'error', content: 'Unknown command: /x' }
  const quoted = {
    ...own,
    type: 'gemini',
    content: '[API Error: You have exhausted your daily quota on this model.]',
  }
  expect(setbacks('gemini', [own, quoted])).toEqual([])
})

test('OpenCode tells a lost login and its errors; an answer that a person broke off is none', () => {
  const rows = fixture('opencode/1.18.33-setbacks.jsonl').toString().trim().split('\n')
  const messages = rows.map((row): OpencodeMessage => ({ createdMs: null, ...JSON.parse(row) }))
  expect(messages.flatMap((message) => opencodeSetback(message) ?? []).map(brief)).toEqual([
    ['failure', '', null, 'no such thing'],
    ['login', '', null, 'invalid x-api-key'],
    ['failure', '', null, 'Cannot connect to API: The socket connec'],
  ])
  const aborted = { name: 'MessageAbortedError', data: { message: 'Aborted' } }
  expect(opencodeSetback({ id: 'm', createdMs: 1, data: { role: 'assistant', error: aborted } })).toBe(null)
})

test('what one of the helpers of Qwen Code fails at is nothing', () => {
  const failed = (prompt_id: string) => ({
    ...{ type: 'system', subtype: 'ui_telemetry', timestamp: '2026-11-20T12:00:00Z' },
    systemPayload: {
      uiEvent: {
        'event.name': 'qwen-code.api_error',
        prompt_id,
        error_message: '500 boom',
        status_code: 500,
      },
    },
  })
  expect(setbacks('qwen', [failed('id########2')])).toHaveLength(1)
  expect(setbacks('qwen', [failed('id#managed-auto-memory-extractor-f#0')])).toEqual([])
})

test('the next turn of pi that fails is another setback, also when it is read in another process', () => {
  const failed = (id: string, parentId: string, timestamp: string) => ({
    ...{ type: 'message', id, parentId, timestamp },
    message: { role: 'assistant', usage: {}, stopReason: 'error', errorMessage: '500 boom' },
  })
  const [first, second] = [failed('b', 'a', '2026-11-20T12:00:00Z'), failed('c', 'b', '2026-11-20T12:00:05Z')]
  const next = failed('e', 'd', '2026-11-20T12:01:00Z')
  expect(setbacks('pi', [first, second, next]).map(({ atMs }) => new Date(atMs).getUTCMinutes())).toEqual([
    0, 0, 1,
  ])
  const reader = usageFormats.pi.reader()
  const read = (row: object, from = reader) => {
    const met: Setback[] = []
    from.read(
      Buffer.from(`${JSON.stringify(row)}\n`),
      () => undefined,
      (one) => met.push(one),
    )
    return met
  }
  const [one] = read(first)
  expect(read(second, usageFormats.pi.reader(JSON.parse(JSON.stringify(reader.state))))).toEqual([one])
})

const AT = '2026-11-20T12:00:00Z'
const codexEvent = (payload: object) => ({ timestamp: AT, type: 'event_msg', payload })
const windows = (...used: (number | null)[]) => {
  const [primary, secondary] = used.map((used_percent, index) =>
    used_percent === null ? null : { used_percent, window_minutes: 300, resets_at: 1_795_300_000 + index },
  )
  return codexEvent({ type: 'token_count', info: null, rate_limits: { primary, secondary } })
}
const codexLimit = codexEvent({
  type: 'task_complete',
  error: { message: 'You’ve hit your usage limit.', codex_error_info: 'usage_limit_exceeded' },
})

test.each([
  ['the window that is used up', [windows(100, 40)], 1_795_300_000_000],
  ['the later one of two, whichever place it stands in', [windows(100, 100)], 1_795_300_001_000],
  [
    'what was told last, where the refusal brings no windows',
    [windows(100, 40), windows(null, null)],
    1_795_300_000_000,
  ],
  ['nothing, where no window is full', [windows(99, 99)], null],
])("Codex's limit ends with %s", (_what, rows, resetsMs) => {
  expect(setbacks('codex', [...rows, codexLimit])).toMatchObject([{ kind: 'limit', resetsMs }])
})

const CLAUDE = {
  ...{ type: 'assistant', timestamp: AT, isApiErrorMessage: true, error: 'rate_limit' },
  message: { model: '<synthetic>', usage: { input_tokens: 0 }, content: [{ type: 'text', text: 'words' }] },
}

test("a sub-agent's failure is not its agent's; a limit stops both", () => {
  const quotaLimits = { status: 'rejected', resetsAt: 1_795_300_000, rateLimitType: 'five_hour' }
  expect(setbacks('claude', [{ ...CLAUDE, isSidechain: true }])).toEqual([])
  expect(setbacks('claude', [{ ...CLAUDE, isSidechain: true, quotaLimits }])).toMatchObject([
    { kind: 'limit' },
  ])
})

test('a 429 without a usage limit behind it is a failure; words of a limit, as a user or the model writes them, are nothing', () => {
  const message = {
    role: 'user',
    usage: { input_tokens: 1 },
    content: "You've hit your weekly limit · resets 3pm",
  }
  expect(setbacks('claude', [CLAUDE])).toMatchObject([{ kind: 'failure' }])
  expect(setbacks('claude', [{ ...CLAUDE, isApiErrorMessage: false, message }])).toEqual([])
})

test('usage credits that are used up tell no window and no time', () => {
  const message = {
    ...CLAUDE.message,
    content: [{ type: 'text', text: "You're out of extra usage · resets 3am" }],
  }
  expect(setbacks('claude', [{ ...CLAUDE, message }])).toMatchObject([
    { kind: 'limit', window: '', resetsMs: null },
  ])
})
