-- Sessions of staff, in a table of their own: no statement about one kind of session can find the other. role is the chosen
-- role, NULL until it is chosen; keepsake is sealed with the token.
CREATE TABLE staff_session (
  token_hash bytea NOT NULL PRIMARY KEY, visit bigint NOT NULL, practitioner bigint NOT NULL, role bigint,
  created_us bigint NOT NULL, seen_us bigint NOT NULL, sid text, keepsake text NOT NULL);
CREATE INDEX staff_session_sid ON staff_session (sid) WHERE sid IS NOT NULL;
