-- To whom a case was assigned, and for which share of its time, in percent, people who stand by were told.
ALTER TABLE cases ADD COLUMN assignee TEXT;
ALTER TABLE cases ADD COLUMN escalated INTEGER NOT NULL DEFAULT 0;

-- What became of cases, in order, for those who are told; a migration that makes the table cases anew makes the triggers anew.
CREATE TABLE case_events (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT NOT NULL,
    kind    TEXT NOT NULL,
    detail  TEXT,
    time    INTEGER NOT NULL
) STRICT;

CREATE INDEX case_events_by_time ON case_events (time);

-- How far each channel has told, who tells over it, and until when it is theirs, or rests.
CREATE TABLE notice_channels (
    channel TEXT PRIMARY KEY,
    seq     INTEGER NOT NULL,
    holder  TEXT NOT NULL,
    due     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER case_opened AFTER INSERT ON cases BEGIN
    INSERT INTO case_events (case_id, kind, time) VALUES (new.id, 'opened', new.created);
END;

CREATE TRIGGER case_changed AFTER UPDATE OF state ON cases WHEN old.state <> new.state BEGIN
    INSERT INTO case_events (case_id, kind, time) VALUES (new.id, new.state, coalesce(new.released, new.decided, new.expires));
END;
