-- Steps of migrations between deployments; each is taken once, by its id.
CREATE TABLE model_migrations (
    number   bigint PRIMARY KEY, -- without gaps, from 1
    id       text COLLATE "C" NOT NULL UNIQUE,
    envelope bytea NOT NULL,
    taken    timestamptz NOT NULL
);
