-- That a grant was used up is in the ledger before anything is let out by it, as part of the decision. Where that never came, because the node died or its
-- ledger failed, it is recorded by itself: the claim of the node that used it lapses. A migration that makes the table cases anew makes the triggers anew.
CREATE TRIGGER case_consumed AFTER UPDATE OF state ON cases WHEN new.state = 'consumed' AND old.state <> 'consumed' BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case, time, claimed) VALUES ('grant', 'used', new.id, new.use_case, new.released, new.released);
END;

CREATE TRIGGER case_returned AFTER UPDATE OF state ON cases WHEN old.state = 'consumed' AND new.state = 'granted' AND new.type = 'ruling' BEGIN
    DELETE FROM unrecorded_changes WHERE kind = 'grant' AND act = 'used' AND subject = new.id;
END;

-- nothing of ours does this
CREATE TRIGGER case_put_back AFTER UPDATE OF state ON cases
WHEN old.state IN ('consumed', 'denied', 'withdrawn', 'revoked', 'expired') AND new.state IN ('open', 'granted')
    AND NOT (old.state = 'consumed' AND new.state = 'granted' AND new.type = 'ruling') BEGIN
    INSERT INTO unrecorded_changes (kind, act, subject, use_case) VALUES ('grant', 'put-back', new.id, new.use_case);
END;
