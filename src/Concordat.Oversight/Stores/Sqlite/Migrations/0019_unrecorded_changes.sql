-- Who made a key and who revoked it.
ALTER TABLE api_keys ADD COLUMN made_by TEXT;
ALTER TABLE api_keys ADD COLUMN revoked_by TEXT;

-- What changed in the store and is not in a ledger yet. The database writes it in the transaction of the change, whoever makes it; a gateway takes
-- it out when the ledger has it. Migrations that make the tables api_keys or cases anew make the triggers anew.
CREATE TABLE unrecorded_changes (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    act      TEXT NOT NULL,
    subject  TEXT NOT NULL, -- id of the key or the case
    use_case TEXT NOT NULL,
    actor    TEXT,
    share    INTEGER,       -- of a case's time, in percent
    time     INTEGER,
    claimed  INTEGER        -- when a node last set out to record it
) STRICT;

INSERT INTO unrecorded_changes (kind, act, subject, use_case, time) SELECT 'api-key', 'made', id, use_case, created FROM api_keys ORDER BY created, id;
INSERT INTO unrecorded_changes (kind, act, subject, use_case, time)
SELECT 'api-key', 'revoked', id, use_case, revoked FROM api_keys WHERE revoked IS NOT NULL ORDER BY revoked, id;

CREATE TRIGGER api_key_made AFTER INSERT ON api_keys BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time) VALUES ('api-key', 'made', new.id, new.use_case, new.made_by, new.created);
END;

CREATE TRIGGER api_key_revoked AFTER UPDATE ON api_keys WHEN old.revoked IS NULL AND new.revoked IS NOT NULL BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time) VALUES ('api-key', 'revoked', new.id, new.use_case, new.revoked_by, new.revoked);
END;

-- nothing of ours does this or the next
CREATE TRIGGER api_key_altered AFTER UPDATE ON api_keys
WHEN old.id <> new.id OR old.secret_hash <> new.secret_hash OR old.use_case <> new.use_case OR old.expires IS NOT new.expires
    OR (old.revoked IS NOT NULL AND old.revoked IS NOT new.revoked) BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case) VALUES ('api-key', 'altered', new.id, new.use_case);
END;

CREATE TRIGGER api_key_removed AFTER DELETE ON api_keys BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case) VALUES ('api-key', 'removed', old.id, old.use_case);
END;

CREATE TRIGGER case_escalated AFTER UPDATE OF escalated ON cases WHEN new.escalated > old.escalated BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case, share) VALUES ('escalation', 'escalated', new.id, new.use_case, new.escalated);
END;
