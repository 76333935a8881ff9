import {
  argv,
  BadValue,
  duration,
  fileBelow,
  filled,
  flag,
  gateLabel,
  oneOf,
  type Table,
  table,
  text,
  whole,
} from './values.ts'

/** The last word of a reviewer on a claim. */
export type ReviewVerdict = 'PASS' | 'FAIL' | 'VETO'

/** One thing that the scripted agent does; the fields are what docs/scripted-agent.md says of the verb. */
export type Step =
  | With<'say' | 'print' | 'draft', { readonly text: string }>
  | With<'work' | 'think' | 'cpu' | 'grandchild', { readonly ms: number }>
  | With<'write', { readonly file: string; readonly text: string }>
  | With<'delete', { readonly file: string }>
  | With<'run', { readonly argv: readonly string[]; readonly mayFail: boolean }>
  | With<'commit', { readonly message: string }>
  | With<BareVerb, object>
  | With<'claim', { readonly label: string; readonly text: string }>
  | ReviewStep
  | With<'done', { readonly file: string; readonly marker: string }>
  /** `ms` null: until a text is submitted. */
  | With<'stall', { readonly ms: number | null }>
  | With<'waiting_until', { readonly time: string }>
  | With<'exit', { readonly code: number }>
  | With<'limit', { readonly resets: string; readonly window: LimitWindow }>
  | DialogStep
  | With<'swallow_enter', { readonly count: number }>

/** One member of the union for each verb. */
type With<V extends string, Fields> = V extends string ? { readonly verb: V } & Fields : never

/** The step of one verb. */
export type StepOf<V extends Verb> = Extract<Step, { readonly verb: V }>

type BareVerb = 'pull' | 'push' | 'hang' | 'crash' | 'ignore_sigterm'
export type Verb = Step['verb']
export type LimitWindow = 'weekly' | '5-hour' | 'Opus'

/** Either `argv` is run for the verdict, or `verdict` is given. */
export interface ReviewStep {
  readonly verb: 'review'
  readonly label: string
  readonly argv: readonly string[] | null
  readonly verdict: ReviewVerdict | null
  readonly text: string
  readonly inbox: string | null
}

/** `chosen` and `dangerous` are counted from 0 here, from 1 in the script. */
export interface DialogStep {
  readonly verb: 'dialog'
  readonly title: string
  readonly options: readonly string[]
  readonly chosen: number
  readonly dangerous: number | null
}

type Reader = (value: unknown, beside: Table) => Step

const READERS: Readonly<Record<Verb, Reader>> = {
  say: (value) => ({ verb: 'say', text: text(value) }),
  print: (value) => ({ verb: 'print', text: text(value) }),
  draft: (value) => ({ verb: 'draft', text: text(value) }),
  work: (value) => ({ verb: 'work', ms: duration(value) }),
  think: (value) => ({ verb: 'think', ms: duration(value) }),
  cpu: (value) => ({ verb: 'cpu', ms: duration(value) }),
  grandchild: (value) => ({ verb: 'grandchild', ms: duration(value) }),
  write: (value) => {
    const { file, text: content } = table(value, ['file', 'text'])
    return { verb: 'write', file: fileBelow(file), text: text(content) }
  },
  delete: (value) => ({ verb: 'delete', file: fileBelow(value) }),
  run: (value, beside) => ({
    verb: 'run',
    argv: argv(value),
    mayFail: beside.may_fail !== undefined && flag(beside.may_fail),
  }),
  commit: (value) => ({ verb: 'commit', message: filled(value) }),
  pull: bare('pull'),
  push: bare('push'),
  hang: bare('hang'),
  crash: bare('crash'),
  ignore_sigterm: bare('ignore_sigterm'),
  claim: (value) => {
    const { label, text: words = 'ready for review' } =
      typeof value === 'string' ? { label: value } : table(value, ['label', 'text'])
    return { verb: 'claim', label: gateLabel(label), text: filled(words) }
  },
  review,
  done: (value) => {
    const { file, marker = '## DONE' } = table(value, ['file', 'marker'])
    return { verb: 'done', file: fileBelow(file), marker: filled(marker) }
  },
  stall: (value) => ({ verb: 'stall', ms: value === true ? null : duration(value) }),
  waiting_until: (value) => ({ verb: 'waiting_until', time: filled(value) }),
  exit: (value) => ({ verb: 'exit', code: whole(value, 0, 255) }),
  limit: (value) => {
    const { resets, window = 'weekly' } = table(value, ['resets', 'window'])
    return { verb: 'limit', resets: filled(resets), window: oneOf(window, ['weekly', '5-hour', 'Opus']) }
  },
  dialog,
  swallow_enter: (value) => ({ verb: 'swallow_enter', count: whole(value, 1, 1000) }),
}

/** Keys that may stand beside a verb. */
const BESIDE: Readonly<Partial<Record<Verb, readonly string[]>>> = { run: ['may_fail'] }

/** Every verb that a step may have. */
export const VERBS = Object.keys(READERS) as readonly Verb[]

/** One step from its TOML table; throws BadValue. */
export function readStep(raw: unknown): Step {
  const step = table(raw)
  const [verb, ...others] = Object.keys(step).filter(isVerb)
  if (!verb || others.length > 0) throw new BadValue(verbsFound(Object.keys(step)))
  const stranger = Object.keys(step).find((key) => key !== verb && !BESIDE[verb]?.includes(key))
  if (stranger) throw new BadValue(`unknown key "${stranger}" beside ${verb}`)
  try {
    return READERS[verb](step[verb], step)
  } catch (error) {
    throw error instanceof BadValue ? new BadValue(`${verb}: ${error.message}`) : error
  }
}

function verbsFound(keys: readonly string[]): string {
  const unknown = keys.filter((key) => !isVerb(key) && key !== 'may_fail')
  if (unknown.length > 0) return `unknown step "${unknown.join('", "')}"; steps are ${VERBS.join(', ')}`
  return `a step has exactly one verb, found ${keys.length > 0 ? keys.join(' and ') : 'none'}`
}

function isVerb(key: string): key is Verb {
  return Object.hasOwn(READERS, key)
}

/** For verbs that take nothing but `true`: with `false` the step would do nothing. */
function bare(verb: BareVerb): Reader {
  return (value) => {
    if (value !== true) throw new BadValue(`expected true, found ${JSON.stringify(value)}`)
    return { verb }
  }
}

function review(value: unknown): ReviewStep {
  const keys = table(value, ['label', 'run', 'verdict', 'text', 'inbox'])
  if ((keys.run === undefined) === (keys.verdict === undefined)) {
    throw new BadValue('expected either run = [command] or verdict = "PASS"')
  }
  return {
    verb: 'review',
    label: gateLabel(keys.label),
    argv: keys.run === undefined ? null : argv(keys.run),
    verdict: keys.verdict === undefined ? null : oneOf(keys.verdict, ['PASS', 'FAIL', 'VETO']),
    text: keys.text === undefined ? '' : text(keys.text),
    inbox: keys.inbox === undefined ? null : fileBelow(keys.inbox),
  }
}

function dialog(value: unknown): DialogStep {
  const { title, options, chosen = 1, dangerous } = table(value, ['title', 'options', 'chosen', 'dangerous'])
  const labels = argv(options)
  const position = (index: unknown) => whole(index, 1, labels.length) - 1
  return {
    verb: 'dialog',
    title: filled(title),
    options: labels,
    chosen: position(chosen),
    dangerous: dangerous === undefined ? null : position(dangerous),
  }
}
