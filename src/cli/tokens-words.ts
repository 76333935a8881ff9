import { usdOf } from '../model/price.ts'
import { cleanForLine } from '../model/text.ts'
import { displayWidth } from './printable.ts'
import type { Work } from './tokens-group.ts'
import type { Cost } from './tokens-sum.ts'

/** Dollars for people: `$1.23`, `<$0.01`, `≥ $1.23 + unknown` when a model has no price, `unknown` when none has one. */
export function formatCost(cost: Cost): string {
  if (cost.unpriced.length === 0) return formatUsd(cost.knownPicoUsd)
  return cost.knownPicoUsd === 0n ? 'unknown' : `≥ ${formatUsd(cost.knownPicoUsd)} + unknown`
}

/** As formatCost, for narrow columns: `≥ $1.23`. */
export function formatCostShort(cost: Cost): string {
  return formatCost(cost).replace(' + unknown', '')
}

/** Exact dollars of a cost in the unit of `costOf`, without zeros at the end: `1.2`, `0.000000025`. */
export function exactUsd(picoUsd: bigint): string {
  const digits = String(picoUsd < 0n ? -picoUsd : picoUsd).padStart(13, '0')
  const text = `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, '')
  return picoUsd < 0n ? `-${text}` : text
}

function formatUsd(picoUsd: bigint): string {
  const usd = usdOf(picoUsd)
  if (usd > 0 && usd < 0.005) return '<$0.01'
  return usd < 0 ? `-$${(-usd).toFixed(2)}` : `$${usd.toFixed(2)}`
}

/** What a piece of work is called within its phase. */
export function workName({ phase, label, open }: Work): string {
  if (phase === null) return 'outside of phases'
  if (label !== null) return cleanForLine(label) || 'no label'
  return open ? 'not claimed yet' : 'never claimed'
}

/** A model's name for people. */
export function modelName(model: string): string {
  return cleanForLine(model) || 'not named'
}

/** A longer text loses its middle: names of agents and models differ most at their ends. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  const points = Array.from(text)
  const middle = () => Math.floor(points.length / 2)
  while (points.length > 0 && displayWidth(points.join('')) > columns - 1) points.splice(middle(), 1)
  return points.toSpliced(Math.ceil(points.length / 2), 0, '…').join('')
}

/** Fills a text up with blanks in front: how numbers are aligned. */
export function alignRight(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - displayWidth(text))) + text
}
