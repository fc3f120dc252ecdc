-- What a citizen has looked at in a record: when they last saw something is one search, however long the log has grown. A part
-- of the log only, by the same two conditions as the statements have.
CREATE INDEX audit_look ON audit (patient_key, actor_key, matter, at_us) WHERE actor_kind = 1 AND action = 1;
