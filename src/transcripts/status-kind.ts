import type { SetbackKind } from '../model/setback.ts'

const UNAUTHORIZED = 401
const TOO_MANY = 429
/** OpenAI's words for an account without credit, which no time mends; compatible services use them, too. */
const NO_CREDIT = /exceeded your current quota, please check your plan and billing/i

/**
 * Why a turn failed, from the HTTP status of the service's answer and its words, for CLIs that talk to many services. Too many requests
 * is a failure like others: none of them says how long a limit lasts.
 */
export function kindOfStatus(status: number | null, words: string): SetbackKind {
  if (status === UNAUTHORIZED) return 'login'
  return status === TOO_MANY && NO_CREDIT.test(words) ? 'money' : 'failure'
}
