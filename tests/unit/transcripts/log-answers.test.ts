import { expect, test } from 'vitest'
import { NO_TOKENS } from '../../../src/model/tokens.ts'
import type { Use } from '../../../src/model/use.ts'
import { LogAnswers } from '../../../src/transcripts/log-answers.ts'

const use = (id: string, output: number): Use => ({
  ...{ id, atMs: output, model: 'm', odd: false },
  tokens: { ...NO_TOKENS, output },
})

function outputs(answers: LogAnswers, ...uses: Use[]): (number | undefined)[] {
  const told = [...uses.flatMap((one) => answers.take(one, 0)), ...answers.rest()]
  return told.map(({ tokens }) => tokens?.output)
}

test('of the rows of an answer the largest stands, or the last, as the totals count it', () => {
  const rows = [use('a', 1), use('a', 44), use('a', 2)]
  expect(outputs(new LogAnswers('largest'), ...rows)).toEqual([44])
  expect(outputs(new LogAnswers('last'), ...rows)).toEqual([2])
})

test('an answer that was told is not told again, also when its rows come back after others', () => {
  expect(outputs(new LogAnswers('largest'), use('a', 1), use('b', 2), use('a', 9))).toEqual([1, 2])
})

test('a use that was taken back is not told', () => {
  expect(outputs(new LogAnswers('last'), use('a', 5), use('a', 0), use('b', 2))).toEqual([2])
})

test('what goes on with an answer does not end it', () => {
  const answers = new LogAnswers('largest')
  answers.take(use('a', 1), 1)
  expect(answers.restBefore([use('a', 7)])).toEqual([])
  expect(answers.restBefore([])).toMatchObject([{ kind: 'usage', depth: 1, id: 'a/usage', atMs: 1 }])
})
