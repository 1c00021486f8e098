-- What was used by day, counted from the ledgers; costs in billionths of the currency.
CREATE TABLE usage_days (
    day        integer NOT NULL, -- days since 0001-01-01
    use_case   text COLLATE "C" NOT NULL,
    api_key    text COLLATE "C" NOT NULL,
    model      text COLLATE "C" NOT NULL,
    deployment text COLLATE "C" NOT NULL,
    vendor     text COLLATE "C" NOT NULL,
    currency   text COLLATE "C" NOT NULL, -- empty where there was no price
    answers    bigint NOT NULL,
    estimated  bigint NOT NULL,
    input      bigint NOT NULL,
    output     bigint NOT NULL,
    cost       bigint NOT NULL,
    PRIMARY KEY (day, use_case, api_key, model, deployment, vendor, currency)
);

-- How many entries of each log have been counted.
CREATE TABLE usage_counted (
    log     text COLLATE "C" PRIMARY KEY,
    entries bigint NOT NULL
);
