CREATE TABLE reports (
    log      text NOT NULL,
    entry    bigint NOT NULL,
    use_case text NOT NULL,
    key      text NOT NULL,
    verdict  text NOT NULL,
    clauses  text NOT NULL, -- one per line
    reason   text NOT NULL,
    time     timestamptz NOT NULL,
    state    text NOT NULL,
    reviewer text,
    reviewed timestamptz,
    PRIMARY KEY (log, entry)
);

CREATE INDEX reports_by_state ON reports (state, time);
CREATE INDEX reports_by_key ON reports (key, state);
CREATE INDEX reports_by_time ON reports (time);
