-- Which registered system has sent a row: 0 for what came any other way. A row belongs to whoever sent its first version.
ALTER TABLE record ADD COLUMN source INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record_past ADD COLUMN source INTEGER NOT NULL DEFAULT 0;
-- What registered systems are called, also those that are registered no longer: the access log names them.
CREATE TABLE client (client_key INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
-- Signed assertions that have been used, until they end by themselves: each opens one token.
CREATE TABLE client_assertion (hash BLOB NOT NULL PRIMARY KEY, until_us INTEGER NOT NULL) WITHOUT ROWID, STRICT;
CREATE INDEX client_assertion_until ON client_assertion (until_us);
