/**
 * The ledger stands beside the events in tables of its own: every answer of every model as an event would make the
 * record a hundred times as long. What was read and how far are saved in one transaction, so that a crash neither loses
 * nor doubles a token.
 *
 * A row of `token_answers` is small, some 40 bytes, and its id is a number: ids come in no order, and each new one touches
 * a page of the table. What is booked of an answer after its gate was recorded stands in `token_later`, as part 1, 2 …
 * `token_uses` shows both with their names. `prompt_up_to` 0: longer than every size.
 */
export const LEDGER_TABLES = `
  CREATE TABLE IF NOT EXISTS token_windows (
    id INTEGER PRIMARY KEY, phase TEXT NOT NULL, label TEXT, started_ms INTEGER NOT NULL, claimed_ms INTEGER,
    ended_ms INTEGER, recorded INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS token_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS token_answers (
    id INTEGER PRIMARY KEY, window INTEGER NOT NULL, agent INTEGER NOT NULL, model INTEGER NOT NULL,
    at_ms INTEGER NOT NULL, prompt_up_to INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL, cache_read INTEGER NOT NULL, write_5m INTEGER NOT NULL, write_1h INTEGER NOT NULL,
    odd INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS token_answers_by_time ON token_answers (at_ms);
  CREATE INDEX IF NOT EXISTS token_answers_odd ON token_answers (at_ms, agent) WHERE odd = 1;
  CREATE TABLE IF NOT EXISTS token_later (
    id INTEGER NOT NULL, part INTEGER NOT NULL, window INTEGER NOT NULL, agent INTEGER NOT NULL,
    model INTEGER NOT NULL, at_ms INTEGER NOT NULL, prompt_up_to INTEGER NOT NULL, input INTEGER NOT NULL,
    output INTEGER NOT NULL, reasoning INTEGER NOT NULL, cache_read INTEGER NOT NULL, write_5m INTEGER NOT NULL,
    write_1h INTEGER NOT NULL, odd INTEGER NOT NULL, PRIMARY KEY (id, part)
  ) WITHOUT ROWID;
  CREATE VIEW IF NOT EXISTS token_uses AS
    SELECT one.id, part, window, agents.name AS agent, models.name AS model, at_ms, prompt_up_to, input, output,
      reasoning, cache_read, write_5m, write_1h, odd
    FROM (
      SELECT id, 0 AS part, window, agent, model, at_ms, prompt_up_to, input, output, reasoning, cache_read,
        write_5m, write_1h, odd FROM token_answers
      UNION ALL
      SELECT id, part, window, agent, model, at_ms, prompt_up_to, input, output, reasoning, cache_read, write_5m,
        write_1h, odd FROM token_later
    ) AS one JOIN token_names AS agents ON agents.id = agent JOIN token_names AS models ON models.id = model;
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
