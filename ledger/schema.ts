// The tables of the ledger file, their version, and the refusal of files that another program or a newer version wrote.
import type { DatabaseSync } from "node:sqlite";
import { LedgerError, notALedger } from "./error.ts";

/** Version of the tables below. A change of them adds one and a migration from the version before. */
export const ledgerVersion = 1;

// "StLb": marks the file as ours in its header, so that no other program's database is ever taken for a ledger.
const applicationId = 0x53_74_4c_62;

// Long keys (request keys, texts, problem ids) are stored once and referred to by number: a draw or a grade costs bytes, not hashes.
const tables = `
CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL UNIQUE,
  configuration TEXT NOT NULL,
  configuration_hash TEXT NOT NULL,
  input_hash TEXT NOT NULL,
  rows INTEGER NOT NULL,
  budget_usd REAL,
  budget_micro_usd INTEGER,
  budget_tokens INTEGER,
  budget_calls INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE texts (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;

CREATE TABLE problems (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns(id),
  problem TEXT NOT NULL,
  shard INTEGER NOT NULL,
  row INTEGER NOT NULL,
  source_id TEXT,
  question INTEGER NOT NULL REFERENCES texts(id),
  gold TEXT NOT NULL,
  reference INTEGER REFERENCES texts(id),
  domain TEXT,
  split TEXT,
  answer_type TEXT NOT NULL,
  outcome TEXT,
  reason TEXT,
  UNIQUE (campaign_id, problem)
) STRICT;
CREATE INDEX problems_by_shard ON problems (campaign_id, shard, row);
CREATE INDEX problems_by_outcome ON problems (campaign_id, outcome);

CREATE TABLE requests (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

-- reconciled: what somebody decided about a call whose answer never came (released, paid).
CREATE TABLE calls (
  call INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns(id),
  problem TEXT NOT NULL,
  model TEXT NOT NULL,
  request_id INTEGER NOT NULL REFERENCES requests(id),
  from_draw INTEGER NOT NULL,
  count INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  owner TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  bound_tokens INTEGER NOT NULL,
  bound_micro_usd INTEGER,
  prompt_tokens INTEGER,
  completion_tokens INTEGER,
  micro_usd INTEGER,
  latency_ms REAL,
  started_at INTEGER NOT NULL,
  error TEXT,
  reconciled TEXT
) STRICT;
CREATE INDEX calls_by_problem ON calls (campaign_id, problem);
CREATE INDEX calls_in_flight ON calls (request_id, from_draw) WHERE state = 'reserved';
CREATE INDEX calls_unknown ON calls (campaign_id) WHERE state = 'unknown';

CREATE TABLE draws (
  request_id INTEGER NOT NULL REFERENCES requests(id),
  draw INTEGER NOT NULL,
  call INTEGER NOT NULL REFERENCES calls(call),
  text TEXT NOT NULL,
  finish TEXT NOT NULL,
  completion_tokens INTEGER NOT NULL,
  mean_logprob REAL,
  PRIMARY KEY (request_id, draw)
) STRICT;

-- Running sums of calls, changed in the transaction that changes the call. tokens and money of reserved and unknown calls are bounds.
CREATE TABLE spend (
  campaign_id INTEGER NOT NULL REFERENCES campaigns(id),
  model TEXT NOT NULL,
  state TEXT NOT NULL,
  calls INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  micro_usd INTEGER NOT NULL,
  unpriced_calls INTEGER NOT NULL,
  draws INTEGER NOT NULL,
  dropped_draws INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, model, state)
) STRICT, WITHOUT ROWID;

-- text is NULL where the solution's text is its draw's.
CREATE TABLE solutions (
  problem_id INTEGER NOT NULL REFERENCES problems(id),
  solution INTEGER NOT NULL,
  origin TEXT NOT NULL,
  text INTEGER REFERENCES texts(id),
  request_id INTEGER REFERENCES requests(id),
  draw INTEGER,
  steps TEXT NOT NULL,
  outcome TEXT NOT NULL,
  grade TEXT NOT NULL,
  grade_reason TEXT,
  answer TEXT,
  tokens INTEGER,
  duplicate_of INTEGER NOT NULL,
  mark INTEGER,
  human_first_error INTEGER,
  PRIMARY KEY (problem_id, solution)
) STRICT, WITHOUT ROWID;

CREATE TABLE probes (
  problem_id INTEGER NOT NULL REFERENCES problems(id),
  solution INTEGER NOT NULL,
  step INTEGER NOT NULL,
  from_draw INTEGER NOT NULL,
  count INTEGER NOT NULL,
  stop TEXT NOT NULL,
  model TEXT NOT NULL,
  request_id INTEGER NOT NULL REFERENCES requests(id),
  used INTEGER NOT NULL,
  PRIMARY KEY (problem_id, solution, step, from_draw)
) STRICT, WITHOUT ROWID;

CREATE TABLE grades (
  problem_id INTEGER NOT NULL REFERENCES problems(id),
  grader TEXT NOT NULL,
  request_id INTEGER NOT NULL REFERENCES requests(id),
  draw INTEGER NOT NULL,
  grade TEXT NOT NULL,
  grade_reason TEXT,
  answer TEXT,
  canonical TEXT,
  method TEXT NOT NULL,
  PRIMARY KEY (problem_id, grader, request_id, draw)
) STRICT, WITHOUT ROWID;
`;

/** Makes the tables in an empty file. Throws LedgerError `newer` or `not_a_ledger` and changes nothing where the file is not for us. */
export function prepareTables(database: DatabaseSync, path: string): void {
  if (isCurrent(database, path)) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have made them while this one waited for the lock.
    if (!isCurrent(database, path)) {
      database.exec(tables);
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${ledgerVersion};`);
    }
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function isCurrent(database: DatabaseSync, path: string): boolean {
  const header = database
    .prepare(
      `SELECT (SELECT application_id FROM pragma_application_id) AS application, (SELECT user_version FROM pragma_user_version) AS version,
        (SELECT count(*) FROM sqlite_schema) AS objects`,
    )
    .get() as { application: number; version: number; objects: number };
  if (header.application !== applicationId) {
    if (header.application !== 0 || header.objects > 0) throw notALedger(path);
    return false;
  }
  if (header.version > ledgerVersion)
    throw new LedgerError(
      "newer",
      `The ledger ${path} was written by a newer Steplabel (ledger version ${header.version}, this one knows ${ledgerVersion}); upgrade Steplabel.`,
    );
  return true;
}
