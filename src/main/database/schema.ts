/** One entry per version of the database, in order; an entry is never changed once released. */
export const migrations: readonly string[] = [
  `
  -- The ledger: what happened, in order, each entry holding the hash of the one before.
  CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,          -- counts from 1 without holes
    session_id TEXT NOT NULL,         -- '' for facts of the station itself
    type TEXT NOT NULL,
    body TEXT NOT NULL,               -- canonical JSON of the fact
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX ledger_by_session ON ledger (session_id, seq);
  CREATE INDEX ledger_by_type ON ledger (type, seq);
  CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger
    WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM ledger)
    BEGIN SELECT RAISE(ABORT, 'the ledger has no holes'); END;

  CREATE TABLE accounts (
    account TEXT PRIMARY KEY,
    person_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    pin_salt BLOB NOT NULL,
    pin_hash BLOB NOT NULL            -- scrypt
  ) STRICT;

  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL               -- JSON
  ) STRICT;
  `,
  `
  -- Who a person is beyond one account, how their PIN was derived, and what a wrong PIN costs even after a restart.
  ALTER TABLE accounts ADD COLUMN badge_number TEXT NOT NULL DEFAULT '';            -- 警号; the same person has the same one in every account
  ALTER TABLE accounts ADD COLUMN sex TEXT NOT NULL DEFAULT 'unknown';
  ALTER TABLE accounts ADD COLUMN kdf TEXT NOT NULL DEFAULT 'scrypt:16384:8:1';     -- cost, block size, parallelism of pin_hash
  ALTER TABLE accounts ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;           -- the PIN was set by somebody else
  ALTER TABLE accounts ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;              -- an account is never deleted: its facts stay
  ALTER TABLE accounts ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE accounts ADD COLUMN locked_until_ms INTEGER NOT NULL DEFAULT 0;       -- system time
  `,
  `
  -- What the clocks did, for the clock certificate: a minute of room time each, and what happened at a moment.
  CREATE TABLE clock_minutes (from_ms INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE clock_marks (key TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  `,
];
