-- To whom a case was assigned, and for which share of its time, in percent, people who stand by were told.
ALTER TABLE cases ADD COLUMN assignee text;
ALTER TABLE cases ADD COLUMN escalated integer NOT NULL DEFAULT 0;

-- What became of cases, for those who are told; a migration that makes the table cases anew makes the trigger anew.
-- Numbers of transactions that are over never come again, so a reader who stays behind the oldest running one misses nothing.
CREATE TABLE case_events (
    xact    bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    seq     bigint GENERATED ALWAYS AS IDENTITY,
    case_id text NOT NULL,
    kind    text NOT NULL,
    detail  text,
    time    timestamptz NOT NULL,
    PRIMARY KEY (xact, seq)
);

CREATE INDEX case_events_by_time ON case_events (time);

-- How far each channel has told, who tells over it, and until when it is theirs, or rests.
CREATE TABLE notice_channels (
    channel text PRIMARY KEY,
    xact    bigint NOT NULL,
    seq     bigint NOT NULL,
    holder  text NOT NULL,
    due     timestamptz NOT NULL
);

CREATE FUNCTION note_case_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO case_events (case_id, kind, time) VALUES (new.id, 'opened', new.created);
    ELSIF old.state <> new.state THEN
        INSERT INTO case_events (case_id, kind, time) VALUES (new.id, new.state, coalesce(new.released, new.decided, new.expires));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER note_case_event AFTER INSERT OR UPDATE OF state ON cases FOR EACH ROW EXECUTE FUNCTION note_case_event();
