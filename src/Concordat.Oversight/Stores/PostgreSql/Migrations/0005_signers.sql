-- Keys of parties and approvers whose signatures count no more.
CREATE TABLE revoked_signers (
    key_id     text COLLATE "C" PRIMARY KEY CHECK (length(key_id) = 64),
    revoked    timestamptz NOT NULL,
    entry      bigint NOT NULL,
    agreements text NOT NULL -- hashes of those that stay valid, one per line
);
