-- Keys of parties and approvers whose signatures count no more.
CREATE TABLE revoked_signers (
    key_id     TEXT PRIMARY KEY CHECK (length(key_id) = 64),
    revoked    INTEGER NOT NULL,
    entry      INTEGER NOT NULL,
    agreements TEXT NOT NULL -- hashes of those that stay valid, one per line
) STRICT, WITHOUT ROWID;
