const ANSWER = `
  id INTEGER NOT NULL, window INTEGER NOT NULL, agent INTEGER NOT NULL, model INTEGER NOT NULL, at_ms INTEGER NOT NULL,
  prompt_up_to INTEGER NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
  cache_read INTEGER NOT NULL, write_5m INTEGER NOT NULL, write_1h INTEGER NOT NULL, odd INTEGER NOT NULL`

/** What an answer has beside its id, in the order of the tables' columns. */
export const ANSWER_COLUMNS =
  'window, agent, model, at_ms, prompt_up_to, input, output, reasoning, cache_read, write_5m, write_1h, odd'

/**
 * The ledger stands beside the events in tables of its own: every answer of every model as an event would make the
 * record a hundred times as long. What was read and how far are saved in one transaction, so that a crash neither loses
 * nor doubles a token.
 *
 * Answers come in no order of their ids and, when several transcripts are read, in none of their times: a table that
 * keeps such an order has a page to read and write again for each of them. So `token_answers` keeps none, and the writer
 * knows its ids in memory (ledger-places.ts). When there are many, all of them go to `token_filed` at once, in the order of
 * their times, where they are found by id and by time. Nothing is ever deleted from `token_answers` but all of it, so
 * that the rowids are 1, 2, 3 …, also after a VACUUM.
 *
 * A row is small, some 40 bytes; its id is a hash (64 bits are enough: of ten million answers two have the same one with a chance of 1 in 400,000). What is booked of an answer after its gate was
 * recorded stands in `token_later`, as part 1, 2 … `token_uses` shows all three with their names. `prompt_up_to` 0: longer
 * than every size.
 */
export const LEDGER_TABLES = `
  CREATE TABLE IF NOT EXISTS token_windows (
    id INTEGER PRIMARY KEY, phase TEXT NOT NULL, label TEXT, started_ms INTEGER NOT NULL, claimed_ms INTEGER,
    ended_ms INTEGER, recorded INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS token_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS token_answers (${ANSWER});
  CREATE TABLE IF NOT EXISTS token_filed (${ANSWER});
  CREATE UNIQUE INDEX IF NOT EXISTS token_filed_by_id ON token_filed (id);
  CREATE INDEX IF NOT EXISTS token_filed_by_time ON token_filed (at_ms);
  CREATE INDEX IF NOT EXISTS token_answers_odd ON token_answers (at_ms, agent) WHERE odd = 1;
  CREATE INDEX IF NOT EXISTS token_filed_odd ON token_filed (at_ms, agent) WHERE odd = 1;
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
      SELECT id, 0 AS part, ${ANSWER_COLUMNS} FROM token_answers
      UNION ALL SELECT id, 0, ${ANSWER_COLUMNS} FROM token_filed
      UNION ALL SELECT id, part, ${ANSWER_COLUMNS} FROM token_later
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

/** Before layout 3 all answers stood in one table, which was kept in the order of their ids. */
export const FILE_ANSWERS_OF_LAYOUT_2 = `
  DROP VIEW IF EXISTS token_uses;
  DROP INDEX IF EXISTS token_answers_by_time;
  DROP INDEX IF EXISTS token_answers_odd;
  ALTER TABLE token_answers RENAME TO token_filed;
`
