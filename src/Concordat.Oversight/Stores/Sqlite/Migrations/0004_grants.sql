-- SQLite cannot change a CHECK, so the table is made anew.
CREATE TABLE new_cases (
    id          TEXT PRIMARY KEY,
    type        TEXT NOT NULL CHECK (type IN ('authorize', 'ruling', 'mask')),
    use_case    TEXT NOT NULL,
    agreement   TEXT NOT NULL,
    action_hash TEXT NOT NULL,
    clauses     TEXT NOT NULL, -- sorted, one per line
    tool        TEXT,
    effect      TEXT,
    created     INTEGER NOT NULL,
    expires     INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'granted', 'denied', 'withdrawn', 'expired', 'consumed', 'revoked')),
    decided     INTEGER,
    decided_by  TEXT,
    note        TEXT,
    released    INTEGER,
    digest      TEXT,
    sealed      BLOB, -- the canonical action, encrypted
    CHECK ((released IS NOT NULL) = (state = 'consumed')),
    CHECK ((sealed IS NULL) = (digest IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO new_cases
SELECT id, type, use_case, agreement, action_hash, clauses, tool, effect, created, expires,
    CASE WHEN released IS NULL THEN state ELSE 'consumed' END, decided, decided_by, note, released, NULL, NULL
FROM cases;
DROP TABLE cases;
ALTER TABLE new_cases RENAME TO cases;

CREATE UNIQUE INDEX one_open_case_per_action ON cases (use_case, action_hash, clauses, agreement, type) WHERE state = 'open';
CREATE INDEX denied_acts ON cases (use_case, action_hash) WHERE state = 'denied' AND type = 'authorize';
CREATE INDEX cases_by_state ON cases (state, id);
CREATE INDEX cases_by_use_case ON cases (use_case, id);

CREATE TABLE case_signatures (
    case_id   TEXT NOT NULL REFERENCES cases (id),
    decision  TEXT NOT NULL CHECK (decision IN ('grant', 'deny', 'withdraw', 'revoke')),
    approver  TEXT NOT NULL,
    role      TEXT NOT NULL,
    party     TEXT NOT NULL,
    key_id    TEXT NOT NULL,
    statement BLOB NOT NULL,
    entry     INTEGER NOT NULL,
    time      INTEGER NOT NULL,
    PRIMARY KEY (case_id, decision, approver),
    UNIQUE (case_id, decision, key_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_readings (
    case_id  TEXT NOT NULL REFERENCES cases (id),
    approver TEXT NOT NULL,
    first    INTEGER NOT NULL,
    PRIMARY KEY (case_id, approver)
) STRICT, WITHOUT ROWID;
