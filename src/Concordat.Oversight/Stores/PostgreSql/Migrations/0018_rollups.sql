-- What people decided on each day, kept by the database itself as they decide; a migration that makes the table cases anew makes the trigger anew.
CREATE TABLE decided_days (
    day       integer PRIMARY KEY, -- days since 1970-01-01
    granted   bigint NOT NULL,
    denied    bigint NOT NULL,
    withdrawn bigint NOT NULL,
    took      bigint NOT NULL -- sum of the times from opening to decision, in microseconds
);

INSERT INTO decided_days (day, granted, denied, withdrawn, took)
SELECT floor(extract(epoch FROM decided) / 86400)::integer, count(*) FILTER (WHERE state NOT IN ('denied', 'withdrawn')),
    count(*) FILTER (WHERE state = 'denied'), count(*) FILTER (WHERE state = 'withdrawn'), (sum(extract(epoch FROM decided - created)) * 1000000)::bigint
FROM cases WHERE decided IS NOT NULL GROUP BY 1;

CREATE FUNCTION note_decided_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO decided_days AS d (day, granted, denied, withdrawn, took)
    VALUES (
        floor(extract(epoch FROM new.decided) / 86400)::integer, (new.state NOT IN ('denied', 'withdrawn'))::integer, (new.state = 'denied')::integer,
        (new.state = 'withdrawn')::integer, (extract(epoch FROM new.decided - new.created) * 1000000)::bigint)
    ON CONFLICT (day) DO UPDATE SET
        granted = d.granted + excluded.granted, denied = d.denied + excluded.denied, withdrawn = d.withdrawn + excluded.withdrawn, took = d.took + excluded.took;
    RETURN NULL;
END $$;

CREATE TRIGGER note_decided_case AFTER UPDATE OF decided ON cases FOR EACH ROW
    WHEN (old.decided IS NULL AND new.decided IS NOT NULL) EXECUTE FUNCTION note_decided_case();

DROP INDEX cases_by_decision;

-- grants that have lapsed unseen are found by their end, as open cases are
CREATE INDEX granted_cases_by_deadline ON cases (expires, id) WHERE state = 'granted';

-- The same use as in usage_days, by month, so that a report of a year adds up few rows.
CREATE TABLE usage_months (
    month      integer NOT NULL, -- months since year 0
    use_case   text COLLATE "C" NOT NULL,
    api_key    text COLLATE "C" NOT NULL,
    model      text COLLATE "C" NOT NULL,
    deployment text COLLATE "C" NOT NULL,
    vendor     text COLLATE "C" NOT NULL,
    currency   text COLLATE "C" NOT NULL,
    answers    bigint NOT NULL,
    estimated  bigint NOT NULL,
    input      bigint NOT NULL,
    output     bigint NOT NULL,
    cost       bigint NOT NULL,
    PRIMARY KEY (month, use_case, api_key, model, deployment, vendor, currency)
);

INSERT INTO usage_months
SELECT (extract(year FROM date '0001-01-01' + day) * 12 + extract(month FROM date '0001-01-01' + day) - 1)::integer, use_case, api_key, model, deployment, vendor,
    currency, sum(answers)::bigint, sum(estimated)::bigint, sum(input)::bigint, sum(output)::bigint, sum(cost)::bigint
FROM usage_days GROUP BY 1, 2, 3, 4, 5, 6, 7;
