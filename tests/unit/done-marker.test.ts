import { describe, expect, it } from 'vitest'
import { hasDoneMarker } from '../../src/observe/done-marker.ts'

const isDone = (text: string) => hasDoneMarker(text, '## DONE')

describe('a status file is done', () => {
  it.each([
    ['with the marker alone', '## DONE'],
    ['with blanks after it', '# Status\n\n## DONE  \t\n'],
    ['with a date after a blank', 'x\n## DONE 2026-01-01'],
    ['with a colon', '## DONE: all items verified'],
    ['with Windows line ends', '# Status\r\n## DONE\r\nmore'],
    ['after a byte order mark', '\ufeff## DONE'],
    ['after a closed code block', '```\ncode\n```\n## DONE'],
    ['after a line of code that looks like a fence', '``` not ` a fence\n## DONE'],
  ])('%s', (_, text) => {
    expect(isDone(text)).toBe(true)
  })
})

describe('a status file is not done', () => {
  it.each([
    ['when it is empty', ''],
    ['when the marker is indented', ' ## DONE'],
    ['when a quote mark is before it', '> ## DONE'],
    ['when the word goes on', '## DONELY'],
    ['when the heading is deeper', '### DONE'],
    ['when the case differs', '## Done'],
    ['when it is inside a code block', 'Write this:\n```md\n## DONE\n```\n'],
    ['when the block is fenced with tildes', '~~~\n## DONE\n```\n## DONE\n~~~'],
    ['when a shorter fence does not close the block', '````\n```\n## DONE\n````'],
    ['when the block is never closed', '```\n## DONE'],
    ['when it is in the middle of a line', 'it is ## DONE'],
  ])('%s', (_, text) => {
    expect(isDone(text)).toBe(false)
  })

  it('when the marker is empty', () => {
    expect(hasDoneMarker('\n', '')).toBe(false)
  })
})
