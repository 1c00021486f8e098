CREATE TABLE meter_keys (
    use_case TEXT NOT NULL,
    epoch    INTEGER NOT NULL,
    key      BLOB NOT NULL CHECK (length(key) = 32),
    PRIMARY KEY (use_case, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE meter_persons (
    use_case TEXT NOT NULL,
    epoch    INTEGER NOT NULL,
    person   BLOB NOT NULL CHECK (length(person) = 16),
    day      INTEGER NOT NULL,
    PRIMARY KEY (use_case, epoch, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX meter_persons_by_day ON meter_persons (use_case, day);
