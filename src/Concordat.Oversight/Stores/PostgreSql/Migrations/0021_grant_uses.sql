-- That a grant was used up is in the ledger before anything is let out by it, as part of the decision. Where that never came, because the node died or its
-- ledger failed, it is recorded by itself: the claim of the node that used it lapses. A migration that makes the table cases anew makes the trigger anew.
CREATE FUNCTION note_grant_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.state = 'consumed' AND old.state <> 'consumed' THEN
        INSERT INTO unrecorded_changes (kind, act, subject, use_case, time, claimed) VALUES ('grant', 'used', new.id, new.use_case, new.released, new.released);
    ELSIF old.state = 'consumed' AND new.state = 'granted' AND new.type = 'ruling' THEN
        DELETE FROM unrecorded_changes WHERE kind = 'grant' AND act = 'used' AND subject = new.id;
    ELSIF old.state IN ('consumed', 'denied', 'withdrawn', 'revoked', 'expired') AND new.state IN ('open', 'granted') THEN
        -- nothing of ours does this
        INSERT INTO unrecorded_changes (kind, act, subject, use_case) VALUES ('grant', 'put-back', new.id, new.use_case);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER note_grant_use AFTER UPDATE OF state ON cases FOR EACH ROW EXECUTE FUNCTION note_grant_use();
