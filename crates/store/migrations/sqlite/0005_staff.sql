-- Sessions of staff, in a table of their own: no statement about one kind of session can find the other. role is the chosen
-- role, NULL until it is chosen; keepsake is sealed with the token.
CREATE TABLE staff_session (
  token_hash BLOB NOT NULL PRIMARY KEY, visit INTEGER NOT NULL, practitioner INTEGER NOT NULL, role INTEGER,
  created_us INTEGER NOT NULL, seen_us INTEGER NOT NULL, sid TEXT, keepsake TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE INDEX staff_session_sid ON staff_session (sid) WHERE sid IS NOT NULL;
