-- What was used by day, counted from the ledgers; costs in billionths of the currency.
CREATE TABLE usage_days (
    day        INTEGER NOT NULL, -- days since 0001-01-01
    use_case   TEXT NOT NULL,
    api_key    TEXT NOT NULL,
    model      TEXT NOT NULL,
    deployment TEXT NOT NULL,
    vendor     TEXT NOT NULL,
    currency   TEXT NOT NULL, -- empty where there was no price
    answers    INTEGER NOT NULL,
    estimated  INTEGER NOT NULL,
    input      INTEGER NOT NULL,
    output     INTEGER NOT NULL,
    cost       INTEGER NOT NULL,
    PRIMARY KEY (day, use_case, api_key, model, deployment, vendor, currency)
) STRICT, WITHOUT ROWID;

-- How many entries of each log have been counted.
CREATE TABLE usage_counted (
    log     TEXT PRIMARY KEY,
    entries INTEGER NOT NULL
) STRICT;
