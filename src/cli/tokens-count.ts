const UNITS = ['', 'k', 'M', 'G', 'T', 'P']

/** A count as people say it, at most six characters: `812`, `1.2k`, `64.3M`, `128M`. */
export function formatTokens(count: number): string {
  if (count < 0) return `-${formatTokens(-count)}`
  // From 999.5 on it would be written as 1000.
  const unit = UNITS.findIndex((_, index) => count / 1000 ** index < 999.5)
  const at = unit === -1 ? UNITS.length - 1 : unit
  const value = count / 1000 ** at
  return `${at > 0 && value < 99.95 ? value.toFixed(1) : Math.round(value)}${UNITS[at]}`
}
