// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is how agents.toml names a variable
import * as v from 'valibot'
import { cronMend, isTimeZone } from './cron.ts'
import { envValue, isHome, must, oneOrMore, textThat } from './kinds.ts'
import {
  isBranchName,
  isInnerFolder,
  isPlainFile,
  MAX_NAME,
  PLAIN_NAME,
  repoKind,
  UNSAFE_TEXT,
} from './names.ts'

/** A name that ends up as a key of our own records, where `constructor` and the like already mean something. */
function nameThat(pattern: RegExp, letters: string) {
  return v.pipe(
    v.string(),
    must<string>(`${letters}, at most ${MAX_NAME}`, (value) => {
      if (value in Object.prototype) return 'choose another: JavaScript keeps this word for itself'
      return pattern.test(value) && value.length <= MAX_NAME
        ? null
        : `use only ${letters}, and begin with one of the first three`
    }),
    v.metadata({ type: 'name', json: { type: 'string', pattern: pattern.source, maxLength: MAX_NAME } }),
  )
}

export const plainName = nameThat(PLAIN_NAME, 'letters, digits, _ and -')
export const prefix = textThat(
  'text',
  'letters, digits, _ and -, or nothing',
  'use only A-Z a-z 0-9 _ and -, not starting with -',
  (value) => value === '' || (PLAIN_NAME.test(value) && value.length < MAX_NAME),
  { minLength: 0, pattern: '^([A-Za-z0-9_][A-Za-z0-9_-]*)?$' },
)
export const file = textThat(
  'file name',
  'a plain file name inside state_subdir',
  'write a name without a folder, as in "STATUS.md"',
  isPlainFile,
)
export const phaseId = nameThat(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'letters, digits, _ - and .')
export const line = textThat(
  'text',
  'text on one line',
  'write one line that is not blank',
  (value) => value.trim() !== '' && !UNSAFE_TEXT.test(value),
)
/** Agent names in a reference. */
export const names = oneOrMore(plainName, 'name or list of names')
export const envName = textThat(
  'name',
  'a name of an environment variable',
  'use only A-Z a-z 0-9 and _, not starting with a digit',
  (value) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(value),
)
export const env = v.record(envName, envValue)

export const submitKey = textThat(
  'tmux key',
  'a tmux key name that submits',
  'write for example "Enter", "C-m" or "M-Enter"',
  (value) => /^([CMS]-)*(Enter|KPEnter|Tab|Space|Escape)$|^([CMS]-)+[a-z]$/.test(value),
)

export const cronLine = v.pipe(
  v.string(),
  must('a cron line', cronMend),
  v.metadata({ type: 'cron line', json: { type: 'string' } }),
)
export const zone = textThat(
  'time zone',
  'a time zone',
  'write an IANA name, as in "Europe/Berlin"',
  isTimeZone,
)

export const repo = textThat(
  'path or URL',
  'a path or a git URL',
  'write a path, https://…, ssh://… or user@host:path',
  (value) => repoKind(value) !== 'refused' && !isHome(value),
)
export const branch = textThat(
  'branch',
  'a git branch name',
  'write a name as in "main" or "work/night"',
  isBranchName,
)
export const subdir = textThat(
  'folder',
  'a folder inside the repository',
  'write a relative folder without "..", as in "machine-docs"',
  isInnerFolder,
)

export const webhook = textThat(
  'URL',
  'an http or https address, or ${VAR} for it',
  'write "https://…" or "${NAME}"',
  (value) => /^https?:\/\/\S+$|^\$\{/.test(value),
)
