-- What people decided on each day, kept by the database itself as they decide; a migration that makes the table cases anew makes the trigger anew.
CREATE TABLE decided_days (
    day       INTEGER PRIMARY KEY, -- days since 1970-01-01
    granted   INTEGER NOT NULL,
    denied    INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    took      INTEGER NOT NULL -- sum of the times from opening to decision, in microseconds
) STRICT;

INSERT INTO decided_days (day, granted, denied, withdrawn, took)
SELECT decided / 86400000000, count(*) FILTER (WHERE state NOT IN ('denied', 'withdrawn')), count(*) FILTER (WHERE state = 'denied'),
    count(*) FILTER (WHERE state = 'withdrawn'), sum(decided - created)
FROM cases WHERE decided IS NOT NULL GROUP BY 1;

CREATE TRIGGER case_decided AFTER UPDATE OF decided ON cases WHEN old.decided IS NULL AND new.decided IS NOT NULL BEGIN
    INSERT INTO decided_days (day, granted, denied, withdrawn, took)
    VALUES (new.decided / 86400000000, new.state NOT IN ('denied', 'withdrawn'), new.state = 'denied', new.state = 'withdrawn', new.decided - new.created)
    ON CONFLICT (day) DO UPDATE SET
        granted = granted + excluded.granted, denied = denied + excluded.denied, withdrawn = withdrawn + excluded.withdrawn, took = took + excluded.took;
END;

DROP INDEX cases_by_decision;

-- grants that have lapsed unseen are found by their end, as open cases are
CREATE INDEX granted_cases_by_deadline ON cases (expires, id) WHERE state = 'granted';

-- The same use as in usage_days, by month, so that a report of a year adds up few rows.
CREATE TABLE usage_months (
    month      INTEGER NOT NULL, -- months since year 0
    use_case   TEXT NOT NULL,
    api_key    TEXT NOT NULL,
    model      TEXT NOT NULL,
    deployment TEXT NOT NULL,
    vendor     TEXT NOT NULL,
    currency   TEXT NOT NULL,
    answers    INTEGER NOT NULL,
    estimated  INTEGER NOT NULL,
    input      INTEGER NOT NULL,
    output     INTEGER NOT NULL,
    cost       INTEGER NOT NULL,
    PRIMARY KEY (month, use_case, api_key, model, deployment, vendor, currency)
) STRICT, WITHOUT ROWID;

-- 1721425.5 is the Julian day of 0001-01-01
INSERT INTO usage_months
SELECT CAST(strftime('%Y', day + 1721425.5) AS INTEGER) * 12 + CAST(strftime('%m', day + 1721425.5) AS INTEGER) - 1, use_case, api_key, model, deployment, vendor,
    currency, sum(answers), sum(estimated), sum(input), sum(output), sum(cost)
FROM usage_days GROUP BY 1, 2, 3, 4, 5, 6, 7;
