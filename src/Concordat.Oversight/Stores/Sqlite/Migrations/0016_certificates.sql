-- Preflight certificates, and what was noted when a change was replayed against them.
CREATE TABLE certificates (
    number   INTEGER PRIMARY KEY, -- without gaps, from 1
    id       TEXT NOT NULL UNIQUE,
    envelope BLOB NOT NULL,
    taken    INTEGER NOT NULL
) STRICT;
