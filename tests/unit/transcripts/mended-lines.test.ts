import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRecords } from '../../../src/transcripts/mended-lines.ts'

const answer = { type: 'assistant', message: { id: 'a', usage: { input_tokens: 1 }, content: ['{', '"}'] } }
const other = { type: 'user', text: 'x { "y" }' }

test('a line that is one object is that record, and nothing is left over', () => {
  expect(read(JSON.stringify(answer))).toEqual({ found: [answer], hasRest: false })
  expect(read(`  ${JSON.stringify(answer, null, 1).replaceAll('\n', ' ')}\r\n`)).toEqual({
    found: [answer],
    hasRest: false,
  })
})

test('a blank line holds no record and is not bad', () => {
  expect(read(' \t\r\n')).toEqual({ found: [], hasRest: false })
})

test('wherever a crash cuts a record off, the record glued to it is found and the line is bad', () => {
  const whole = JSON.stringify(answer)
  for (let cut = 1; cut < whole.length; cut += 1) {
    const { found, hasRest } = read(whole.slice(0, cut) + JSON.stringify(other))
    expect(found.at(-1), whole.slice(0, cut)).toEqual(other)
    expect(hasRest, whole.slice(0, cut)).toBe(true)
  }
})

test('two records in one line are both found, and nothing is left over', () => {
  expect(read(`${JSON.stringify(answer)} ${JSON.stringify(other)}`)).toEqual({
    found: [answer, other],
    hasRest: false,
  })
})

test('a whole record before a torn one or before other bytes is found', () => {
  for (const rest of ['{"type":"user","te', '\0\0\0', 'xyz']) {
    expect(read(JSON.stringify(answer) + rest)).toEqual({ found: [answer], hasRest: true })
  }
})

test('a part of a torn record is no record of its own', () => {
  const progress = { type: 'progress', data: { message: answer, list: [answer, answer] } }
  expect(read(JSON.stringify(progress).slice(0, -2))).toEqual({ found: [], hasRest: true })
})

test('a line of JSON that is no object holds no record', () => {
  for (const line of ['[{"type":"user"}]', '"usage"', '12', 'null']) {
    expect(read(line)).toEqual({ found: [], hasRest: true })
  }
})

test('a cut inside a letter of several bytes harms only the record that was cut', () => {
  const torn = Buffer.from('{"type":"user","text":"é').subarray(0, -1)
  const line = Buffer.concat([torn, Buffer.from(JSON.stringify(other))])
  expect(readRecords(line).records.map(({ fields }) => fields)).toEqual([other])
})

test('each record comes with its own bytes', () => {
  const { records } = readRecords(Buffer.from(`{"torn{"a":1}{"b":2}\n`))
  expect(records.map(({ bytes }) => bytes.toString())).toEqual(['{"a":1}', '{"b":2}'])
})

test('braces without end take no time without end', () => {
  const began = process.cpuUsage()
  for (const piece of ['{', '{"a":', '{"a":[', '{"a":"{ ', '[']) {
    expect(read(piece.repeat(60_000)).found).toEqual([])
  }
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(3_000)
})

test('any JSON object is read as JSON.parse reads it, alone and glued to another', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
      const text = JSON.stringify(fields)
      const value = JSON.parse(text)
      expect(read(text)).toEqual({ found: [value], hasRest: false })
      expect(read(text + text)).toEqual({ found: [value, value], hasRest: false })
    }),
  )
})

function read(line: string) {
  const { records, hasRest } = readRecords(Buffer.from(line))
  return { found: records.map(({ fields }) => fields), hasRest }
}
