-- What each node has counted of the newest step of a migration between deployments.
CREATE TABLE node_counts (
    subject TEXT NOT NULL,
    step    INTEGER NOT NULL,
    node    TEXT NOT NULL,
    counts  BLOB NOT NULL CHECK (length(counts) <= 4096),
    PRIMARY KEY (subject, step, node)
) STRICT;
