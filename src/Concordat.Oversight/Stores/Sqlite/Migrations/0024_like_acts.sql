-- A keyed hash over what an act is, whoever asks for it and however it is marked or described: a denial stands for all that is the same by it.
ALTER TABLE cases ADD COLUMN like_hash TEXT;
CREATE INDEX denied_likes ON cases (use_case, like_hash) WHERE state = 'denied' AND type = 'authorize' AND like_hash IS NOT NULL;
