/**
 * The ledger stands beside the events in tables of its own: every answer of every model as an event would make the
 * record a hundred times as long. What was read and how far are saved in one transaction, so that a crash neither loses
 * nor doubles a token. `prompt_up_to` 0: longer than every size.
 */
export const LEDGER_TABLES = `
  CREATE TABLE IF NOT EXISTS token_windows (
    id INTEGER PRIMARY KEY, phase TEXT NOT NULL, label TEXT, started_ms INTEGER NOT NULL, claimed_ms INTEGER,
    ended_ms INTEGER, recorded INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS token_uses (
    id TEXT NOT NULL, part INTEGER NOT NULL, window INTEGER NOT NULL, agent TEXT NOT NULL, model TEXT NOT NULL,
    at_ms INTEGER NOT NULL, prompt_up_to INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL, cache_read INTEGER NOT NULL, write_5m INTEGER NOT NULL, write_1h INTEGER NOT NULL,
    odd INTEGER NOT NULL, PRIMARY KEY (id, part)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS token_uses_by_time ON token_uses (at_ms);
  CREATE TABLE IF NOT EXISTS token_sums (
    window INTEGER NOT NULL, agent TEXT NOT NULL, model TEXT NOT NULL, prompt_up_to INTEGER NOT NULL,
    input INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL, cache_read INTEGER NOT NULL,
    write_5m INTEGER NOT NULL, write_1h INTEGER NOT NULL, answers INTEGER NOT NULL, first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL, PRIMARY KEY (window, agent, model, prompt_up_to)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS token_sources (
    source TEXT PRIMARY KEY, agent TEXT NOT NULL, position TEXT NOT NULL, bad INTEGER NOT NULL, read_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS token_records (
    number INTEGER PRIMARY KEY, body TEXT NOT NULL, written INTEGER NOT NULL
  );
`
