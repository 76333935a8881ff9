import type { DatabaseSync } from 'node:sqlite'
import { ANSWER_COLUMNS } from './ledger-tables.ts'

/** The statements of the ledger's one writer. Values of an answer come in the order of its columns. */
export function prepareLedger(database: DatabaseSync) {
  const places = Array(12).fill('?').join(', ')
  const named = ANSWER_COLUMNS.replace('agent, model', 'agents.name AS agent, models.name AS model')
  return {
    places: database.prepare('SELECT rowid, id FROM token_answers'),
    isFiled: database.prepare('SELECT 1 FROM token_filed WHERE id = ?'),
    find: database.prepare(
      `SELECT part, ${named} FROM (
         SELECT 0 AS part, ${ANSWER_COLUMNS} FROM token_answers WHERE rowid = ?1
         UNION ALL SELECT 0, ${ANSWER_COLUMNS} FROM token_filed WHERE id = ?2
         UNION ALL SELECT part, ${ANSWER_COLUMNS} FROM token_later WHERE id = ?2
       ) AS one JOIN token_names AS agents ON agents.id = agent JOIN token_names AS models ON models.id = model
       ORDER BY part`,
    ),
    later: database.prepare(`INSERT INTO token_later (id, part, ${ANSWER_COLUMNS}) VALUES (?, ?, ${places})`),
    replace: database.prepare(`UPDATE token_answers SET (${ANSWER_COLUMNS}) = (${places}) WHERE rowid = ?`),
    replaceFiled: database.prepare(`UPDATE token_filed SET (${ANSWER_COLUMNS}) = (${places}) WHERE id = ?`),
    file: database.prepare(
      `INSERT INTO token_filed (id, ${ANSWER_COLUMNS}) SELECT id, ${ANSWER_COLUMNS} FROM token_answers ORDER BY at_ms`,
    ),
    empty: database.prepare('DELETE FROM token_answers'),
    addName: database.prepare('INSERT OR IGNORE INTO token_names (name) VALUES (?)'),
    name: database.prepare('SELECT id FROM token_names WHERE name = ?'),
    source: database.prepare(
      `INSERT INTO token_sources (source, agent, position, bad, read_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (source) DO UPDATE SET agent = excluded.agent, position = excluded.position,
         bad = bad + excluded.bad, read_ms = excluded.read_ms`,
    ),
    window: database.prepare(
      `INSERT INTO token_windows (id, phase, label, started_ms, claimed_ms, ended_ms, recorded)
       VALUES (?, ?, ?, ?, ?, ?, 0)
       ON CONFLICT (id) DO UPDATE SET label = excluded.label, claimed_ms = excluded.claimed_ms,
         ended_ms = excluded.ended_ms`,
    ),
    close: database.prepare('UPDATE token_windows SET recorded = 1 WHERE id = ?'),
    lastRecord: database.prepare('SELECT max(number) AS number FROM token_records'),
    record: database.prepare('INSERT INTO token_records (number, body, written) VALUES (?, ?, 0)'),
    unwritten: database.prepare('SELECT number, body FROM token_records WHERE written = 0 ORDER BY number'),
    written: database.prepare('UPDATE token_records SET written = 1 WHERE number <= ? AND written = 0'),
    newest: database.prepare('SELECT max(at_ms) AS at_ms FROM token_filed'),
    drop: database.prepare('DELETE FROM token_filed WHERE at_ms < ?'),
    dropLater: database.prepare('DELETE FROM token_later WHERE at_ms < ?'),
    sum: database.prepare(
      `INSERT INTO token_sums (window, agent, model, prompt_up_to, input, output, reasoning, cache_read, write_5m,
         write_1h, answers, first_ms, last_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (window, agent, model, prompt_up_to) DO UPDATE SET
         input = input + excluded.input, output = output + excluded.output,
         reasoning = reasoning + excluded.reasoning, cache_read = cache_read + excluded.cache_read,
         write_5m = write_5m + excluded.write_5m, write_1h = write_1h + excluded.write_1h,
         answers = answers + excluded.answers, first_ms = min(first_ms, excluded.first_ms),
         last_ms = max(last_ms, excluded.last_ms)`,
    ),
  }
}
