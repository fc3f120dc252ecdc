-- One key order holds the record: a page of one patient is one range scan. Every key begins with the patient, so the
-- tables can be distributed by it.
CREATE TABLE record (
  patient_key bigint NOT NULL, type smallint NOT NULL, local_id bigint NOT NULL,
  version int NOT NULL, updated_us bigint NOT NULL, date_us bigint NOT NULL,
  category smallint NOT NULL, code int NOT NULL, status smallint NOT NULL,
  moved smallint NOT NULL, codec smallint NOT NULL, body bytea NOT NULL,
  PRIMARY KEY (patient_key, type, local_id));
-- Bodies are compressed already.
ALTER TABLE record ALTER COLUMN body SET STORAGE EXTERNAL;
-- Rows whose clinical time has changed since their id was made: few, looked at besides each range.
CREATE INDEX record_moved ON record (moved, patient_key) WHERE moved = 1;

-- Append only: versions that were replaced or deleted. A row without body is a deletion.
CREATE TABLE record_past (
  patient_key bigint NOT NULL, type smallint NOT NULL, local_id bigint NOT NULL, version int NOT NULL,
  updated_us bigint NOT NULL, codec smallint NOT NULL, body bytea,
  PRIMARY KEY (patient_key, type, local_id, version));
ALTER TABLE record_past ALTER COLUMN body SET STORAGE EXTERNAL;

-- Ids given by others, as keyed hashes.
CREATE TABLE id_alias (
  alias_hash bytea NOT NULL, type smallint NOT NULL, patient_key bigint NOT NULL, local_id bigint NOT NULL,
  PRIMARY KEY (alias_hash, type));

-- Identifiers that find a row, as keyed hashes. An open end is NULL.
CREATE TABLE identifier (
  value_hash bytea NOT NULL, type smallint NOT NULL, patient_key bigint NOT NULL, local_id bigint NOT NULL,
  from_us bigint, until_us bigint,
  PRIMARY KEY (value_hash, type));
CREATE INDEX identifier_record ON identifier (patient_key, type, local_id);

-- What a search across records can find. `sealed` is the official identifier, encrypted.
CREATE TABLE directory (
  patient_key bigint NOT NULL, type smallint NOT NULL, local_id bigint NOT NULL,
  search text COLLATE "C" NOT NULL, name text NOT NULL, birth_date text NOT NULL, sealed bytea,
  PRIMARY KEY (patient_key, type, local_id));
CREATE INDEX directory_search ON directory (type, search);

CREATE TABLE session (
  token_hash bytea NOT NULL PRIMARY KEY, visit bigint NOT NULL, patient_key bigint NOT NULL,
  created_us bigint NOT NULL, seen_us bigint NOT NULL, before_us bigint,
  sid text, id_token text NOT NULL, level text NOT NULL, device text NOT NULL);
CREATE INDEX session_person ON session (patient_key);
CREATE INDEX session_sid ON session (sid) WHERE sid IS NOT NULL;
-- When a person was last here, kept after the session has ended.
CREATE TABLE visit_last (patient_key bigint NOT NULL PRIMARY KEY, seen_us bigint NOT NULL);

-- chain is SHA-256 over the chain of the row before and this row.
CREATE TABLE audit (
  seq bigint NOT NULL PRIMARY KEY, at_us bigint NOT NULL, actor_kind smallint NOT NULL, actor_key bigint NOT NULL,
  visit bigint NOT NULL, patient_key bigint NOT NULL, action smallint NOT NULL, purpose smallint NOT NULL,
  matter smallint NOT NULL, chain bytea NOT NULL);
CREATE INDEX audit_patient ON audit (patient_key, seq);

-- Content hashes of what has been taken in whole.
CREATE TABLE import_mark (mark bytea NOT NULL PRIMARY KEY, at_us bigint NOT NULL);
