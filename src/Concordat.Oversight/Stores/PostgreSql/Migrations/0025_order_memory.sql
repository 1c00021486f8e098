-- What is remembered for orders: how what they named was registered, and which use case used what first.
CREATE TABLE order_memory (
    number   bigint PRIMARY KEY, -- without gaps, from 1
    id       text COLLATE "C" NOT NULL UNIQUE,
    envelope bytea NOT NULL,
    taken    timestamptz NOT NULL
);
