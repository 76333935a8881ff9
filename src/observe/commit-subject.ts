import type { ReviewSeen, SubjectPatterns, Verdict } from '../model/repository.ts'

/** Labels are keys and are quoted in texts; a longer one is cut. */
export const LABEL_MAX = 300

/** What a cleaned subject line says: a claim's label, a review's label and verdict, or nothing. */
export function readSubject(
  subject: string,
  patterns: SubjectPatterns,
): { claim: string | null; review: ReviewSeen | null } {
  const claim = matchEnd(subject, patterns.claim)
  const review = matchEnd(subject, patterns.review)
  return {
    claim: claim === null ? null : readLabel(claim).label,
    review: review === null ? null : readReview(review),
  }
}

function readReview(rest: string): ReviewSeen {
  const { label, after } = readLabel(rest)
  const word = /^[\s:–—-]*(PASS|FAIL|VETO)\b/i.exec(after)?.[1]?.toUpperCase()
  return { label, verdict: (word as Verdict | undefined) ?? null }
}

/** What follows the match; a `(` that the pattern itself took (`^claim\(`) is handed back. */
function matchEnd(subject: string, pattern: RegExp): string | null {
  pattern.lastIndex = 0
  const match = pattern.exec(subject)
  if (match === null) return null
  const opening = match[0].indexOf('(')
  return subject.slice(match.index + (opening === -1 ? match[0].length : opening))
}

/** The label in the parentheses right at the start, which may nest; one that is never closed runs to the end. */
function readLabel(rest: string): { label: string; after: string } {
  const start = /^\s*\(/.exec(rest)?.[0].length
  if (start === undefined) return { label: '', after: rest }
  const end = closingParenthesis(rest, start)
  return { label: normalLabel(rest.slice(start, end)), after: rest.slice(end + 1) }
}

function closingParenthesis(text: string, start: number): number {
  let depth = 1
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  return text.length
}

/** One spelling per gate: no leading `feat:`, single blanks, composed letters. */
function normalLabel(raw: string): string {
  const label = raw
    .trim()
    .replace(/^feat:\s*/i, '')
    .replace(/\s+/g, ' ')
    .normalize('NFC')
  return Array.from(label).slice(0, LABEL_MAX).join('')
}
