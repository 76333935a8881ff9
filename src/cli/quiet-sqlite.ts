/** Older releases of Node 24 call node:sqlite experimental each time it is loaded; nobody but us can act on that. */
export function quietSqlite(): void {
  const emit = process.emitWarning.bind(process) as (...given: unknown[]) => void
  process.emitWarning = (...given: unknown[]) => {
    if (!String(given[0]).startsWith('SQLite is an experimental feature')) emit(...given)
  }
}
