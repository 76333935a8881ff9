/** Keys of the public surface that are not in force yet. They are refused, since a key that does nothing misleads. */
const LATER: readonly string[] = [
  'check',
  'loop.accept',
  'budget',
  'host',
  'hub',
  'agent.host',
  'defaults.host',
]

/** Whether a path (without indexes) is known, but comes later. */
export function comesLater(path: readonly (string | number)[]): boolean {
  return LATER.includes(path.filter((step) => typeof step === 'string').join('.'))
}

/** The same for single values: alarms of later features. */
export const LATER_ALARMS: readonly string[] = ['budget']
