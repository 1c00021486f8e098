-- Steps of migrations between deployments; each is taken once, by its id.
CREATE TABLE model_migrations (
    number   INTEGER PRIMARY KEY, -- without gaps, from 1
    id       TEXT NOT NULL UNIQUE,
    envelope BLOB NOT NULL,
    taken    INTEGER NOT NULL
) STRICT;
