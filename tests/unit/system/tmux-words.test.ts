import { expect, test } from 'vitest'
import { serverConfiguration } from '../../../src/system/tmux-configuration.ts'
import { cleanEnvironment } from '../../../src/system/tmux-environment.ts'
import { literalFormat, shellWord, word } from '../../../src/system/tmux-words.ts'

test('a word is quoted so that no byte means anything to tmux', () => {
  expect(word('plain-text_1.2')).toBe('"plain-text_1.2"')
  expect(word('a;$HOME"\n')).toBe('"a\\073\\044HOME\\042\\012"')
  expect(word('é')).toBe('"\\303\\251"')
  expect(word('')).toBe('""')
})

test('a format that must stay as it is has its # doubled, except where tmux keeps it', () => {
  expect(literalFormat('a #{pid} #S ##x #')).toBe('a ##{pid} ##S ####x ##')
  expect(literalFormat('#[fg=red]')).toBe('#[fg=red]')
})

test('a shell word holds quotes', () => {
  expect(shellWord("it's")).toBe(`'it'\\''s'`)
})

test('the configuration never sets a global window size, which crashes some versions', () => {
  expect(serverConfiguration({ columns: 200, rows: 50, nudgeFile: null })).not.toContain('window-size')
})

test('only what is harmless goes on into the environment of agents', () => {
  const source = {
    HOME: '/h',
    PATH: '/bin',
    LC_ALL: 'de_DE.UTF-8',
    API_KEY: 'x',
    TMUX: 'y',
    TERM: 'dumb',
    TZ: undefined,
  }
  expect(cleanEnvironment(source)).toEqual({
    HOME: '/h',
    PATH: '/bin',
    LC_ALL: 'de_DE.UTF-8',
    TERM: 'xterm-256color',
  })
  expect(cleanEnvironment({})).toMatchObject({ LANG: 'C.UTF-8', PATH: expect.stringContaining('/usr/bin') })
})
