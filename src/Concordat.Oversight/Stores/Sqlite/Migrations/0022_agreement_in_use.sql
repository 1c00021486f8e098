-- The latest agreement that any node has served under: a node that still has, or again has, a former one ends no cases of this one.
CREATE TABLE agreement_in_use (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    hash      TEXT NOT NULL CHECK (length(hash) = 64),
    effective INTEGER NOT NULL,
    major     INTEGER NOT NULL,
    minor     INTEGER NOT NULL,
    patch     INTEGER NOT NULL
) STRICT;
