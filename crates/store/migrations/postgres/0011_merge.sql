-- Two records of one person that were made one: which became a part of which, and the versions of both Patients before.
-- A line with `undoes` parts again what that line has joined. Nothing here is changed or deleted.
CREATE TABLE person_merge (
  number bigint NOT NULL PRIMARY KEY, source_key bigint NOT NULL, target_key bigint NOT NULL,
  source_version int NOT NULL, target_version int NOT NULL, at_us bigint NOT NULL, undoes bigint);
CREATE UNIQUE INDEX person_merge_undoes ON person_merge (undoes) WHERE undoes IS NOT NULL;
-- The rows that came from the source, with their versions then: ids carry the record, so these find the rows wherever they are.
CREATE TABLE person_merge_row (
  number bigint NOT NULL, type smallint NOT NULL, local_id bigint NOT NULL, version int NOT NULL,
  PRIMARY KEY (number, type, local_id));
-- The identifiers that found the source.
CREATE TABLE person_merge_name (
  number bigint NOT NULL, value_hash bytea NOT NULL, PRIMARY KEY (number, value_hash));
