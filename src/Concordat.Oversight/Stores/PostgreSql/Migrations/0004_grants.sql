ALTER TABLE cases DROP CONSTRAINT cases_state_check;
ALTER TABLE cases DROP CONSTRAINT cases_check;
UPDATE cases SET state = 'consumed' WHERE released IS NOT NULL;
ALTER TABLE cases
    ADD COLUMN digest text,
    ADD COLUMN sealed bytea, -- the canonical action, encrypted
    ADD CONSTRAINT cases_state_check CHECK (state IN ('open', 'granted', 'denied', 'withdrawn', 'expired', 'consumed', 'revoked')),
    ADD CONSTRAINT cases_released_check CHECK ((released IS NOT NULL) = (state = 'consumed')),
    ADD CONSTRAINT cases_sealed_check CHECK ((sealed IS NULL) = (digest IS NULL));

CREATE INDEX denied_acts ON cases (use_case, action_hash) WHERE state = 'denied' AND type = 'authorize';

CREATE TABLE case_signatures (
    case_id   text COLLATE "C" NOT NULL REFERENCES cases (id),
    decision  text NOT NULL CHECK (decision IN ('grant', 'deny', 'withdraw', 'revoke')),
    approver  text NOT NULL,
    role      text NOT NULL,
    party     text NOT NULL,
    key_id    text NOT NULL,
    statement bytea NOT NULL,
    entry     bigint NOT NULL,
    time      timestamptz NOT NULL,
    PRIMARY KEY (case_id, decision, approver),
    UNIQUE (case_id, decision, key_id)
);

CREATE TABLE case_readings (
    case_id  text COLLATE "C" NOT NULL REFERENCES cases (id),
    approver text NOT NULL,
    first    timestamptz NOT NULL,
    PRIMARY KEY (case_id, approver)
);
