CREATE TABLE cases (
    id          text COLLATE "C" PRIMARY KEY,
    type        text NOT NULL CHECK (type IN ('authorize', 'ruling', 'mask')),
    use_case    text NOT NULL,
    agreement   text NOT NULL,
    action_hash text NOT NULL,
    clauses     text[] NOT NULL, -- sorted
    tool        text,
    effect      text,
    created     timestamptz NOT NULL,
    expires     timestamptz NOT NULL,
    state       text NOT NULL CHECK (state IN ('open', 'granted', 'denied', 'withdrawn', 'expired')),
    decided     timestamptz,
    decided_by  text,
    note        text,
    released    timestamptz,
    CHECK (released IS NULL OR state = 'granted')
);

CREATE UNIQUE INDEX one_open_case_per_action ON cases (use_case, action_hash, clauses, agreement, type) WHERE state = 'open';
CREATE INDEX cases_by_state ON cases (state, id);
CREATE INDEX cases_by_use_case ON cases (use_case, id);
