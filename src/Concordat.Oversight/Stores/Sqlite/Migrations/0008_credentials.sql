CREATE TABLE invitations (
    id         TEXT PRIMARY KEY, -- SHA-256 of the token
    approver   TEXT NOT NULL,
    role       TEXT NOT NULL,
    party      TEXT NOT NULL,
    expires    INTEGER NOT NULL,
    invited_by TEXT NOT NULL,
    statement  BLOB NOT NULL,
    entry      INTEGER NOT NULL,
    used       INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE credentials (
    id              TEXT PRIMARY KEY,
    approver        TEXT NOT NULL,
    role            TEXT NOT NULL,
    party           TEXT NOT NULL,
    public_key      BLOB NOT NULL,
    key_id          TEXT NOT NULL UNIQUE,
    model           TEXT NOT NULL,
    attested        INTEGER NOT NULL CHECK (attested IN (0, 1)),
    backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
    transports      TEXT NOT NULL, -- one per line
    invitation      TEXT NOT NULL UNIQUE REFERENCES invitations (id),
    invited_by      TEXT NOT NULL,
    entry           INTEGER NOT NULL,
    added           INTEGER NOT NULL,
    seal            BLOB NOT NULL,
    sign_count      INTEGER NOT NULL,
    regressions     INTEGER NOT NULL DEFAULT 0,
    retired         INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX credentials_by_approver ON credentials (approver, added);
