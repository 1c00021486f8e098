-- Who made a key and who revoked it.
ALTER TABLE api_keys ADD COLUMN made_by text, ADD COLUMN revoked_by text;

-- What changed in the store and is not in a ledger yet. The database writes it in the transaction of the change, whoever makes it; a gateway takes
-- it out when the ledger has it. Migrations that make the tables api_keys or cases anew make the triggers anew.
CREATE TABLE unrecorded_changes (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind     text NOT NULL,
    act      text NOT NULL,
    subject  text NOT NULL, -- id of the key or the case
    use_case text NOT NULL,
    actor    text,
    share    integer,       -- of a case's time, in percent
    time     timestamptz,
    claimed  timestamptz    -- when a node last set out to record it
);

INSERT INTO unrecorded_changes (kind, act, subject, use_case, time) SELECT 'api-key', 'made', id, use_case, created FROM api_keys ORDER BY created, id;
INSERT INTO unrecorded_changes (kind, act, subject, use_case, time)
SELECT 'api-key', 'revoked', id, use_case, revoked FROM api_keys WHERE revoked IS NOT NULL ORDER BY revoked, id;

CREATE FUNCTION note_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time) VALUES ('api-key', 'made', new.id, new.use_case, new.made_by, new.created);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO unrecorded_changes (kind, act, subject, use_case) VALUES ('api-key', 'removed', old.id, old.use_case);
    ELSE
        IF old.revoked IS NULL AND new.revoked IS NOT NULL THEN
            INSERT INTO unrecorded_changes (kind, act, subject, use_case, actor, time)
            VALUES ('api-key', 'revoked', new.id, new.use_case, new.revoked_by, new.revoked);
        END IF;

        -- nothing of ours does this, or removes a key
        IF (old.id, old.secret_hash, old.use_case) <> (new.id, new.secret_hash, new.use_case) OR old.expires IS DISTINCT FROM new.expires
            OR (old.revoked IS NOT NULL AND old.revoked IS DISTINCT FROM new.revoked) THEN
            INSERT INTO unrecorded_changes (kind, act, subject, use_case) VALUES ('api-key', 'altered', new.id, new.use_case);
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER note_key_change AFTER INSERT OR UPDATE OR DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION note_key_change();

CREATE FUNCTION note_escalated_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case, share) VALUES ('escalation', 'escalated', new.id, new.use_case, new.escalated);
    RETURN NULL;
END $$;

CREATE TRIGGER note_escalated_case AFTER UPDATE OF escalated ON cases FOR EACH ROW
    WHEN (new.escalated > old.escalated) EXECUTE FUNCTION note_escalated_case();
