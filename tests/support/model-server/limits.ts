import { sse } from './api.ts'
import type { Refusal } from './rule.ts'

/** Errors and limits of the services, in the forms that make their clients show their own words (facts: seen with these). */

const anthropicError = (
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Refusal => ({
  status,
  headers,
  body: { type: 'error', error: { type, message }, request_id: 'req_model_server' },
})

const seconds = (ms: number) => String(Math.ceil(ms / 1000))

export interface ClaudeWindow {
  readonly claim: 'five_hour' | 'seven_day' | 'seven_day_opus' | 'overage'
  readonly resetsAtMs: number
}

/**
 * Claude's usage limit. Its client shows it as one to those that have a subscription's token only. When the reset is hours away it
 * goes on by itself; when it is days away (72 h; 6 h is not) it asks in a menu, whatever the claim.
 */
export function claudeLimit(window: ClaudeWindow): Refusal {
  const headers = { ...unified('rejected', window), ...(window.claim === 'overage' ? OUT_OF_CREDITS : {}) }
  return anthropicError(
    429,
    'rate_limit_error',
    "This request would exceed your account's rate limit.",
    headers,
  )
}

const OUT_OF_CREDITS = {
  'anthropic-ratelimit-unified-overage-status': 'rejected',
  'anthropic-ratelimit-unified-overage-disabled-reason': 'out_of_credits',
}

/** Headers of an answer that say how much of a window is used (0 to 1), for a warning before the limit. */
export function claudeWarning(window: ClaudeWindow, utilization: number): Record<string, string> {
  const name = window.claim === 'five_hour' ? '5h' : '7d'
  return {
    ...unified('allowed_warning', window),
    [`anthropic-ratelimit-unified-${name}-utilization`]: String(utilization),
    [`anthropic-ratelimit-unified-${name}-reset`]: seconds(window.resetsAtMs),
    [`anthropic-ratelimit-unified-${name}-surpassed-threshold`]: '0.9',
  }
}

function unified(status: string, { claim, resetsAtMs }: ClaudeWindow): Record<string, string> {
  return {
    'anthropic-ratelimit-unified-status': status,
    'anthropic-ratelimit-unified-reset': seconds(resetsAtMs),
    'anthropic-ratelimit-unified-representative-claim': claim,
  }
}

/** Too many requests, with no usage limit behind it; null: no word of when to try again. */
export function tooManyRequests(retryAfterMs: number | null = null): Refusal {
  const headers = retryAfterMs === null ? {} : { 'retry-after': seconds(retryAfterMs) }
  return anthropicError(429, 'rate_limit_error', 'Too many requests.', headers)
}

/** For every API: these clients look at the status alone. */
export const SERVER_ERROR: Refusal = anthropicError(500, 'api_error', 'Internal server error')
export const UNAUTHORIZED: Refusal = anthropicError(401, 'authentication_error', 'invalid x-api-key')

export const CLAUDE_OVERLOADED: Refusal = anthropicError(529, 'overloaded_error', 'Overloaded')
export const CLAUDE_CREDIT_TOO_LOW: Refusal = anthropicError(
  400,
  'invalid_request_error',
  'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
)
export const CLAUDE_PROMPT_TOO_LONG: Refusal = anthropicError(
  400,
  'invalid_request_error',
  'prompt is too long: 210000 tokens > 200000 maximum',
)

/** Codex's usage limit. */
export function codexLimit(resetsAtMs: number, planType = 'plus'): Refusal {
  const error = {
    type: 'usage_limit_reached',
    message: 'The usage limit has been reached',
    plan_type: planType,
    resets_at: Number(seconds(resetsAtMs)),
  }
  return { status: 429, body: { error } }
}

export interface CodexWindow {
  /** 0 to 100. */
  readonly usedPercent: number
  readonly windowMs: number
  readonly resetsAtMs: number
}

/** Headers of an answer that say how much of Codex's windows is used. */
export function codexWindows(primary: CodexWindow, secondary?: CodexWindow): Record<string, string> {
  return { ...codexWindow('primary', primary), ...(secondary ? codexWindow('secondary', secondary) : {}) }
}

function codexWindow(
  name: string,
  { usedPercent, windowMs, resetsAtMs }: CodexWindow,
): Record<string, string> {
  return {
    [`x-codex-${name}-used-percent`]: String(usedPercent),
    [`x-codex-${name}-window-minutes`]: String(windowMs / 60_000),
    [`x-codex-${name}-reset-at`]: seconds(resetsAtMs),
  }
}

export const CODEX_OVERLOADED: Refusal = {
  status: 503,
  body: { error: { code: 'server_is_overloaded', message: 'The server is overloaded.' } },
}

/** What servers of the Chat Completions API say of a conversation that is too long. */
export const CHAT_CONTEXT_FULL: Refusal = {
  status: 400,
  body: {
    error: {
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
      message: "This model's maximum context length is 128000 tokens, yours are 210000.",
    },
  },
}

/** Failures that the Responses API tells in a stream that began well. */
export const CODEX_CONTEXT_FULL = failedStream(
  'context_length_exceeded',
  'Your input exceeds the context window of this model.',
)
export const CODEX_QUOTA = failedStream(
  'insufficient_quota',
  'You exceeded your current quota, please check your plan and billing details.',
)

function failedStream(code: string, message: string): Refusal {
  const response = { id: 'resp_failed', object: 'response', status: 'failed', error: { code, message } }
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: sse({ type: 'response.failed', response }, 'response.failed'),
  }
}

/** The Gemini API's errors: a limit of a day (its client opens a menu) or of a minute (it waits unseen), and overload. */
export function geminiLimit(per: 'day' | 'minute'): Refusal {
  const quotaId =
    per === 'day' ? 'GenerateRequestsPerDayPerProjectPerModel' : 'GenerateRequestsPerMinutePerProjectPerModel'
  const details = [
    { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] },
    ...(per === 'day' ? [] : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '30s' }]),
  ]
  return {
    status: 429,
    body: {
      error: {
        code: 429,
        message: 'You exceeded your current quota.',
        status: 'RESOURCE_EXHAUSTED',
        details,
      },
    },
  }
}
/** Any other error of the Gemini API. */
export function geminiError(code: number, status: string, message: string): Refusal {
  return { status: code, body: { error: { code, message, status } } }
}

/** An error of an API that speaks as OpenAI's does; a plain one is not retried by the client when the status is below 429. */
export function openaiError(status: number, code: string, message: string): Refusal {
  return { status, body: { error: { message, type: code, code, param: null } } }
}

export const GEMINI_OVERLOADED = geminiError(
  503,
  'UNAVAILABLE',
  'The model is overloaded. Please try again later.',
)
