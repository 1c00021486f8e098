CREATE TABLE rulings (
    number   bigint PRIMARY KEY, -- without gaps, from 1
    id       text COLLATE "C" NOT NULL UNIQUE,
    envelope bytea NOT NULL,
    taken    timestamptz NOT NULL
);

-- What a case is about, by which the nearest earlier ones are found: clauses, findings, sources, use case, tool.
CREATE TABLE case_features (
    feature text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL REFERENCES cases (id),
    PRIMARY KEY (feature, case_id)
);

CREATE INDEX case_features_by_case ON case_features (case_id);
