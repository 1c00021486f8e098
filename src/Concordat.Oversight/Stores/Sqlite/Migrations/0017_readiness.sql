-- Decisions on how far use cases have been let out.
CREATE TABLE readiness (
    number   INTEGER PRIMARY KEY, -- without gaps, from 1
    id       TEXT NOT NULL UNIQUE,
    envelope BLOB NOT NULL,
    taken    INTEGER NOT NULL
) STRICT;
