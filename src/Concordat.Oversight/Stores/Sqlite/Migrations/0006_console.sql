CREATE TABLE sessions (
    hash    BLOB PRIMARY KEY CHECK (length(hash) = 32), -- SHA-256 of what the browser holds
    person  TEXT NOT NULL,
    method  TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_person ON sessions (person, created);

CREATE TABLE verdict_days (
    day       INTEGER PRIMARY KEY, -- days since 0001-01-01
    permitted INTEGER NOT NULL,
    held      INTEGER NOT NULL,
    refused   INTEGER NOT NULL
) STRICT;

CREATE INDEX open_cases_by_deadline ON cases (expires, id) WHERE state = 'open';
CREATE INDEX cases_by_decision ON cases (decided, state, created) WHERE decided IS NOT NULL;

-- each filter of the list of cases, newest first
CREATE INDEX cases_by_type ON cases (type, id);
CREATE INDEX cases_by_type_and_state ON cases (type, state, id);
CREATE INDEX cases_by_use_case_and_state ON cases (use_case, state, id);
CREATE INDEX cases_by_use_case_and_type ON cases (use_case, type, id);
