CREATE TABLE versions (
    name    text PRIMARY KEY,
    version bigint NOT NULL
);

INSERT INTO versions (name, version) VALUES ('keys', 0);

CREATE TABLE api_keys (
    id          text COLLATE "C" PRIMARY KEY,
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    use_case    text NOT NULL,
    label       text NOT NULL,
    created     timestamptz NOT NULL,
    expires     timestamptz,
    revoked     timestamptz
);
