CREATE TABLE rulings (
    number   INTEGER PRIMARY KEY, -- without gaps, from 1
    id       TEXT NOT NULL UNIQUE,
    envelope BLOB NOT NULL,
    taken    INTEGER NOT NULL
) STRICT;

-- What a case is about, by which the nearest earlier ones are found: clauses, findings, sources, use case, tool.
CREATE TABLE case_features (
    feature TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (feature, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_features_by_case ON case_features (case_id);
