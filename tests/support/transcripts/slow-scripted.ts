import type { Meant } from './meant.ts'
import { asObject, slowLines } from './slow-lines.ts'
import { SlowCounts, slowText, slowTime } from './slow-values.ts'

/** Every use in one transcript of a scripted agent. */
export function slowScripted(file: Buffer): { readonly uses: readonly Meant[]; readonly bad: number } {
  const { records, bad } = slowLines(file)
  const uses = records.flatMap(({ value }) => {
    const usage = asObject(value.usage)
    if (value.type !== 'assistant' || !usage) return []
    const counts = new SlowCounts()
    const tokens = {
      input: counts.count(usage, 'input'),
      output: counts.count(usage, 'output'),
      reasoning: 0,
      cacheRead: counts.count(usage, 'cacheRead'),
      cacheWrite5m: counts.count(usage, 'cacheWrite5m'),
      cacheWrite1h: counts.count(usage, 'cacheWrite1h'),
    }
    return [
      {
        id: slowText(value.id),
        atMs: slowTime(value.at),
        model: slowText(value.model),
        tokens,
        odd: counts.odd,
      },
    ]
  })
  return { uses, bad }
}
