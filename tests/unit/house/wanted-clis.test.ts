import { expect, test } from 'vitest'
import { wantedClis } from '../../clis/versions.ts'

test('the usual three CLIs are tested unless others are asked for', () => {
  expect(wantedClis('')).toEqual(['claude', 'codex', 'pi'])
  expect(wantedClis('gemini, qwen')).toEqual(['gemini', 'qwen'])
  expect(wantedClis('all')).toContain('opencode')
})

test('a misspelt CLI is not a run without tests', () => {
  expect(() => wantedClis('claud')).toThrow("AGENTS_TEST_CLIS names 'claud'. Known are claude, codex,")
})
