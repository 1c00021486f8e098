-- What each holder, a process for one window, has spent of a budget, and what it holds of it until its lease runs out.
CREATE TABLE budget_leases (
    counter TEXT NOT NULL,
    start   INTEGER NOT NULL, -- microseconds since 1970; 0 for what is counted while it lasts
    holder  TEXT NOT NULL,
    spent   INTEGER NOT NULL,
    held    INTEGER NOT NULL,
    hard    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    forget  INTEGER NOT NULL,
    PRIMARY KEY (counter, start, holder)
) STRICT, WITHOUT ROWID;

CREATE INDEX budget_leases_by_forget ON budget_leases (forget);
