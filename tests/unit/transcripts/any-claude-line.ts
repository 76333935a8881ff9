import fc from 'fast-check'

type Json = fc.Arbitrary<string>

const value = json(fc.jsonValue({ maxDepth: 2 }))
const text = json(
  fc.oneof(fc.constantFrom('msg_1', '<synthetic>', '', 'é', '\u{1f600}', 'a"b', 'a\\'), fc.string()),
)
const count = mostly(
  json(fc.nat()),
  fc.oneof(
    json(fc.constantFrom(0, -1, 1.5, 1e12, 1e13, '7', null, [], {})),
    fc.constantFrom('-0', '01', '1e3'),
  ),
)
const time = mostly(
  json(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
  json(
    fc.constantFrom(
      ...['2026-02-30T00:00:00.000Z', '2026-03-01T24:00:00.000Z', '2026-03-01T12:00:60.000Z', '2026-03-01'],
      ...['2026-03-01T12:00:00.250Z', '2026-03-01T12:00:01.000Z', '2026-03-01T12:0a:01.000Z', null, 7],
    ),
  ),
)
const byLife = members({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count, other: text })
const usage = members({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  cache_creation: mostly(byLife, value),
  service_tier: text,
})
const message = members({
  id: mostly(text, value),
  model: mostly(text, value),
  usage: mostly(usage, value),
  content: value,
})
const record = members({
  type: text,
  message: mostly(message, value),
  timestamp: time,
  requestId: mostly(text, value),
  uuid: text,
})

/** Lines near to what Claude Code writes: other values, keys twice, escapes, blanks, lines cut, glued, bytes changed. */
export function anyClaudeLine(): fc.Arbitrary<Buffer> {
  const whole = record.map((line) => Buffer.from(line))
  const glued = fc.tuple(whole, whole, fc.double({ min: 0, max: 1, noNaN: true }))
  const bent = fc.tuple(whole, fc.nat(), fc.nat(255))
  return fc.oneof(
    { weight: 8, arbitrary: whole },
    glued.map(([torn, next, part]) => Buffer.concat([torn.subarray(0, torn.length * part), next])),
    bent.map(([line, at, byte]) => changed(line, at % line.length, byte)),
  )
}

/** An object with most of these members in any order, now and then one of them twice. */
function members(values: Readonly<Record<string, Json>>): Json {
  const all = Object.entries(values).map(([key, inner]) =>
    fc.tuple(inner, fc.nat(60)).map(([shown, style]) => member(key, shown, style)),
  )
  const subset = fc.shuffledSubarray(
    all.map((_, index) => index),
    { minLength: all.length - 1 },
  )
  return fc.tuple(fc.tuple(...all), subset, fc.nat(20)).map(([shown, order, again]) => {
    const twice = again === 0 ? order.slice(0, 1) : []
    return `{${[...order, ...twice].map((index) => shown[index]).join(',')}}`
  })
}

function member(key: string, shown: string, style: number): string {
  if (style === 0) return `"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}":${shown}`
  return style < 20 ? ` "${key}"\t: ${shown}\r` : `"${key}":${shown}`
}

function mostly(usual: Json, unusual: Json): Json {
  return fc.oneof({ weight: 12, arbitrary: usual }, unusual)
}

function json(any: fc.Arbitrary<unknown>): Json {
  return any.map((it) => JSON.stringify(it))
}

function changed(line: Buffer, at: number, byte: number): Buffer {
  const copy = Buffer.from(line)
  // Not a newline: that would end the line.
  copy[at] = byte === 0x0a ? 0 : byte
  return copy
}
