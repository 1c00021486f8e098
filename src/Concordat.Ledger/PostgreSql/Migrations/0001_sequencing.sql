-- One row a log: who may write it, and how far it has come. The row that every commit compares and swaps.
CREATE TABLE ledger_heads (
    log text PRIMARY KEY,
    epoch bigint NOT NULL CHECK (epoch > 0),
    writer uuid NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    head bytea NOT NULL CHECK (octet_length(head) = 32)
) WITH (fillfactor = 50);

-- One row a group commit, with the bytes that a write-ahead file would have.
CREATE TABLE ledger_commits (
    log text NOT NULL,
    first_index bigint NOT NULL,
    epoch bigint NOT NULL,
    entries integer NOT NULL CHECK (entries > 0),
    before bytea NOT NULL,
    after bytea NOT NULL,
    records bytea NOT NULL,
    written timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (log, first_index)
);
ALTER TABLE ledger_commits ALTER COLUMN records SET STORAGE EXTERNAL;

-- The newest checkpoint that each log has published; apart from the heads, so that it never waits for a commit nor a commit for it.
CREATE TABLE ledger_checkpoints (
    log text PRIMARY KEY,
    note bytea NOT NULL,
    published timestamptz NOT NULL DEFAULT now()
);

-- The newest fleet checkpoint, in a single row; whoever locks it signs the next.
CREATE TABLE ledger_fleet (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number bigint NOT NULL,
    note bytea NOT NULL,
    signed timestamptz NOT NULL
);
INSERT INTO ledger_fleet (number, note, signed) VALUES (0, '', '-infinity');
