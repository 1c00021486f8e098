CREATE TABLE invitations (
    id         text COLLATE "C" PRIMARY KEY, -- SHA-256 of the token
    approver   text NOT NULL,
    role       text NOT NULL,
    party      text NOT NULL,
    expires    timestamptz NOT NULL,
    invited_by text NOT NULL,
    statement  bytea NOT NULL,
    entry      bigint NOT NULL,
    used       timestamptz
);

CREATE TABLE credentials (
    id              text COLLATE "C" PRIMARY KEY,
    approver        text NOT NULL,
    role            text NOT NULL,
    party           text NOT NULL,
    public_key      bytea NOT NULL,
    key_id          text COLLATE "C" NOT NULL UNIQUE,
    model           uuid NOT NULL,
    attested        boolean NOT NULL,
    backup_eligible boolean NOT NULL,
    transports      text[] NOT NULL,
    invitation      text COLLATE "C" NOT NULL UNIQUE REFERENCES invitations (id),
    invited_by      text NOT NULL,
    entry           bigint NOT NULL,
    added           timestamptz NOT NULL,
    seal            bytea NOT NULL,
    sign_count      bigint NOT NULL,
    regressions     bigint NOT NULL DEFAULT 0,
    retired         timestamptz
);

CREATE INDEX credentials_by_approver ON credentials (approver, added);
