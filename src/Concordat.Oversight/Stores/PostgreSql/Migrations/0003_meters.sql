CREATE TABLE meter_keys (
    use_case text NOT NULL,
    epoch    bigint NOT NULL,
    key      bytea NOT NULL CHECK (length(key) = 32),
    PRIMARY KEY (use_case, epoch)
);

CREATE TABLE meter_persons (
    use_case text NOT NULL,
    epoch    bigint NOT NULL,
    person   bytea NOT NULL CHECK (length(person) = 16),
    day      bigint NOT NULL,
    PRIMARY KEY (use_case, epoch, person)
);

CREATE INDEX meter_persons_by_day ON meter_persons (use_case, day);
