-- Decisions on how far use cases have been let out.
CREATE TABLE readiness (
    number   bigint PRIMARY KEY, -- without gaps, from 1
    id       text COLLATE "C" NOT NULL UNIQUE,
    envelope bytea NOT NULL,
    taken    timestamptz NOT NULL
);
