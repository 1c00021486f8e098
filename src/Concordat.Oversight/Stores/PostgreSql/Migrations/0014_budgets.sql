-- What each holder, a process for one window, has spent of a budget, and what it holds of it until its lease runs out.
CREATE TABLE budget_leases (
    counter text COLLATE "C" NOT NULL,
    start   bigint NOT NULL, -- microseconds since 1970; 0 for what is counted while it lasts
    holder  text COLLATE "C" NOT NULL,
    spent   bigint NOT NULL,
    held    bigint NOT NULL,
    hard    boolean NOT NULL,
    expires bigint NOT NULL,
    forget  bigint NOT NULL,
    PRIMARY KEY (counter, start, holder)
);

CREATE INDEX budget_leases_by_forget ON budget_leases (forget);
