/** A program and the version of it that something was seen on. */
export interface SeenOn {
  /** As it calls itself, for people. */
  readonly program: string
  /** `2.1.329`. */
  readonly version: string
}

/** `same`: what is known was seen on this very version; `unreadable`: no version is told. */
export type VersionAge = 'same' | 'newer' | 'older' | 'unreadable'

/** The version in what a program printed (`codex-cli 0.169.0`, `2.1.329 (Claude Code)`); null: there is none. */
export function readVersion(printed: string): string | null {
  const line = printed.split('\n').findLast((one) => VERSION.test(one)) ?? ''
  return VERSION.exec(line)?.[0] ?? null
}

/** How a version stands to the one that a profile was seen on. */
export function ageOf(version: string | null, seenOn: SeenOn): VersionAge {
  if (version === null) return 'unreadable'
  const order = compareVersions(version, seenOn.version)
  if (order === 0) return 'same'
  return order > 0 ? 'newer' : 'older'
}

/** Below 0: a is older. Numbers count as numbers, and a pre-release (`1.2.0-beta.1`) comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)]
  for (const at of [0, 1, 2]) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  if (left.early === right.early) return 0
  if (left.early === '' || right.early === '') return left.early === '' ? 1 : -1
  return left.early.localeCompare(right.early, 'en', { numeric: true })
}

const VERSION = /(?<![\d.])\d+\.\d+\.\d+(?:-[0-9A-Za-z][0-9A-Za-z.-]*)?/

function partsOf(version: string): { numbers: number[]; early: string } {
  const [release = '', ...early] = version.split('-')
  return { numbers: release.split('.').map(Number), early: early.join('-') }
}
