-- What each node has counted of the newest step of a migration between deployments.
CREATE TABLE node_counts (
    subject text COLLATE "C" NOT NULL,
    step    integer NOT NULL,
    node    text COLLATE "C" NOT NULL,
    counts  bytea NOT NULL CHECK (octet_length(counts) <= 4096),
    PRIMARY KEY (subject, step, node)
);
