-- An order or notice that was refused where no ledger can be written: a gateway reads it, checks it by its own rules, and records that it was refused.
ALTER TABLE unrecorded_changes ADD COLUMN envelope BLOB;
ALTER TABLE unrecorded_changes ADD COLUMN because TEXT;
