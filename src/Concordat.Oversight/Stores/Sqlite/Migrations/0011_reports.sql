CREATE TABLE reports (
    log      TEXT NOT NULL,
    entry    INTEGER NOT NULL,
    use_case TEXT NOT NULL,
    key      TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    clauses  TEXT NOT NULL, -- one per line
    reason   TEXT NOT NULL,
    time     INTEGER NOT NULL,
    state    TEXT NOT NULL,
    reviewer TEXT,
    reviewed INTEGER,
    PRIMARY KEY (log, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX reports_by_state ON reports (state, time);
CREATE INDEX reports_by_key ON reports (key, state);
CREATE INDEX reports_by_time ON reports (time);
