CREATE TABLE cases (
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
    state       TEXT NOT NULL CHECK (state IN ('open', 'granted', 'denied', 'withdrawn', 'expired')),
    decided     INTEGER,
    decided_by  TEXT,
    note        TEXT,
    released    INTEGER,
    CHECK (released IS NULL OR state = 'granted')
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_open_case_per_action ON cases (use_case, action_hash, clauses, agreement, type) WHERE state = 'open';
CREATE INDEX cases_by_state ON cases (state, id);
CREATE INDEX cases_by_use_case ON cases (use_case, id);
