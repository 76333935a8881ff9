import type { Asked } from './asked.ts'
import type { Answer, Rule } from './rule.ts'

/** Says what is answered to a request; undefined: no rule fits. */
export type Choose = (asked: Asked) => Answer | undefined

/** A list of answers that a turn goes through, and the step at which the turn came to it. */
interface Course {
  readonly answers: readonly Answer[]
  readonly from: number
}

/** Chooses by `rules` as they stand at each request, and keeps count of what is used up. */
export function makeChoose(rules: readonly Rule[]): Choose {
  const used = new Map<Rule, number>()
  const courses = new Map<string, Course>()
  return (asked) => {
    const turn = turnOf(asked)
    const next = asked.step > 0 ? nextOf(courses.get(turn), asked.step) : undefined
    if (next !== undefined) return next
    const rule = rules.find((each) => (used.get(each) ?? 0) < (each.times ?? Infinity) && fits(each, asked))
    if (!rule) return undefined
    used.set(rule, (used.get(rule) ?? 0) + 1)
    const { answer } = rule
    if (typeof answer === 'function') return answer(asked)
    if (!Array.isArray(answer)) return answer as Answer
    courses.set(turn, { answers: answer, from: asked.step })
    return answer[0]
  }
}

function nextOf(course: Course | undefined, step: number): Answer | undefined {
  return course && step > course.from ? course.answers[step - course.from] : undefined
}

function fits({ when, kind = 'turn' }: Rule, asked: Asked): boolean {
  if (asked.kind !== kind) return false
  if (when === undefined) return true
  return typeof when === 'function' ? when(asked) : asked.step === 0 && when.test(asked.text)
}

/** The same for all requests of one turn of one agent, and for retries of them. */
function turnOf({ key, text }: Asked): string {
  return `${key}\n${text}`
}
