-- What is remembered for orders: how what they named was registered, and which use case used what first.
CREATE TABLE order_memory (
    number   INTEGER PRIMARY KEY, -- without gaps, from 1
    id       TEXT NOT NULL UNIQUE,
    envelope BLOB NOT NULL,
    taken    INTEGER NOT NULL
) STRICT;
