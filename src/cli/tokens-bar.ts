const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const WHOLE = '█'

/** A bar for a value between 0 and `most`, so many columns long at most, to an eighth of a column. More than nothing is seen. */
export function bar(value: number, most: number, columns: number): string {
  if (value <= 0 || most <= 0 || columns <= 0) return ''
  const eighths = Math.max(1, Math.round((Math.min(value, most) / most) * columns * 8))
  return WHOLE.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]
}
