-- Preflight certificates, and what was noted when a change was replayed against them.
CREATE TABLE certificates (
    number   bigint PRIMARY KEY, -- without gaps, from 1
    id       text COLLATE "C" NOT NULL UNIQUE,
    envelope bytea NOT NULL,
    taken    timestamptz NOT NULL
);
