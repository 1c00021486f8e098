-- One row a person and count, with the minute of the last look-up; one key an epoch, the same for all counts. What was counted before
-- keeps its old hash until it leaves the window: a person seen again meanwhile counts twice, which is the safe side.
CREATE TABLE meter_epochs (
    epoch bigint PRIMARY KEY,
    key   bytea NOT NULL CHECK (length(key) = 32)
);

CREATE TABLE meter_seen (
    scope  text NOT NULL,
    person bytea NOT NULL CHECK (length(person) = 16),
    minute bigint NOT NULL,
    PRIMARY KEY (scope, person)
);

INSERT INTO meter_seen (scope, person, minute)
SELECT 'use-case ' || use_case, person, max(day) * 1440 + 1439 FROM meter_persons GROUP BY use_case, person;

CREATE INDEX meter_seen_by_minute ON meter_seen (scope, minute);
CREATE INDEX meter_seen_by_person ON meter_seen (person);

CREATE TABLE meter_tails (
    scope    text PRIMARY KEY,
    boundary bigint NOT NULL,
    level    integer NOT NULL
);

CREATE TABLE meter_events (
    scope  text NOT NULL,
    kind   text NOT NULL,
    minute bigint NOT NULL,
    count  bigint NOT NULL,
    PRIMARY KEY (scope, kind, minute)
);

DROP TABLE meter_persons;
DROP TABLE meter_keys;
