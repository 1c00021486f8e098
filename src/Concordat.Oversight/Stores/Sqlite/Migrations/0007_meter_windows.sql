-- One row a person and count, with the minute of the last look-up; one key an epoch, the same for all counts. What was counted before
-- keeps its old hash until it leaves the window: a person seen again meanwhile counts twice, which is the safe side.
CREATE TABLE meter_epochs (
    epoch INTEGER PRIMARY KEY,
    key   BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TABLE meter_seen (
    scope  TEXT NOT NULL,
    person BLOB NOT NULL CHECK (length(person) = 16),
    minute INTEGER NOT NULL,
    PRIMARY KEY (scope, person)
) STRICT, WITHOUT ROWID;

INSERT INTO meter_seen (scope, person, minute)
SELECT 'use-case ' || use_case, person, max(day) * 1440 + 1439 FROM meter_persons GROUP BY use_case, person;

CREATE INDEX meter_seen_by_minute ON meter_seen (scope, minute);
CREATE INDEX meter_seen_by_person ON meter_seen (person);

CREATE TABLE meter_tails (
    scope    TEXT PRIMARY KEY,
    boundary INTEGER NOT NULL,
    level    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meter_events (
    scope  TEXT NOT NULL,
    kind   TEXT NOT NULL,
    minute INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (scope, kind, minute)
) STRICT, WITHOUT ROWID;

DROP TABLE meter_persons;
DROP TABLE meter_keys;
