-- Two records of one person that were made one: which became a part of which, and the versions of both Patients before.
-- A line with `undoes` parts again what that line has joined. Nothing here is changed or deleted.
CREATE TABLE person_merge (
  number INTEGER NOT NULL PRIMARY KEY, source_key INTEGER NOT NULL, target_key INTEGER NOT NULL,
  source_version INTEGER NOT NULL, target_version INTEGER NOT NULL, at_us INTEGER NOT NULL, undoes INTEGER) STRICT;
CREATE UNIQUE INDEX person_merge_undoes ON person_merge (undoes) WHERE undoes IS NOT NULL;
-- The rows that came from the source, with their versions then: ids carry the record, so these find the rows wherever they are.
CREATE TABLE person_merge_row (
  number INTEGER NOT NULL, type INTEGER NOT NULL, local_id INTEGER NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (number, type, local_id)) WITHOUT ROWID, STRICT;
-- The identifiers that found the source.
CREATE TABLE person_merge_name (
  number INTEGER NOT NULL, value_hash BLOB NOT NULL, PRIMARY KEY (number, value_hash)) WITHOUT ROWID, STRICT;
