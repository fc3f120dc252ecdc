-- One B-tree holds the record: a page of one patient is one range scan.
CREATE TABLE record (
  patient_key INTEGER NOT NULL, type INTEGER NOT NULL, local_id INTEGER NOT NULL,
  version INTEGER NOT NULL, updated_us INTEGER NOT NULL, date_us INTEGER NOT NULL,
  category INTEGER NOT NULL, code INTEGER NOT NULL, status INTEGER NOT NULL,
  moved INTEGER NOT NULL, codec INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (patient_key, type, local_id)) WITHOUT ROWID, STRICT;
-- Rows whose clinical time has changed since their id was made: few, looked at besides each range.
CREATE INDEX record_moved ON record (moved, patient_key) WHERE moved = 1;

-- Append only: versions that were replaced or deleted. A row without body is a deletion.
CREATE TABLE record_past (
  patient_key INTEGER NOT NULL, type INTEGER NOT NULL, local_id INTEGER NOT NULL, version INTEGER NOT NULL,
  updated_us INTEGER NOT NULL, codec INTEGER NOT NULL, body BLOB,
  PRIMARY KEY (patient_key, type, local_id, version)) WITHOUT ROWID, STRICT;

-- Ids given by others, as keyed hashes.
CREATE TABLE id_alias (
  alias_hash BLOB NOT NULL, type INTEGER NOT NULL, patient_key INTEGER NOT NULL, local_id INTEGER NOT NULL,
  PRIMARY KEY (alias_hash, type)) WITHOUT ROWID, STRICT;

-- Identifiers that find a row, as keyed hashes. An open end is NULL.
CREATE TABLE identifier (
  value_hash BLOB NOT NULL, type INTEGER NOT NULL, patient_key INTEGER NOT NULL, local_id INTEGER NOT NULL,
  from_us INTEGER, until_us INTEGER,
  PRIMARY KEY (value_hash, type)) WITHOUT ROWID, STRICT;
CREATE INDEX identifier_record ON identifier (patient_key, type, local_id);

-- What a search across records can find. `sealed` is the official identifier, encrypted.
CREATE TABLE directory (
  patient_key INTEGER NOT NULL, type INTEGER NOT NULL, local_id INTEGER NOT NULL,
  search TEXT NOT NULL, name TEXT NOT NULL, birth_date TEXT NOT NULL, sealed BLOB,
  PRIMARY KEY (patient_key, type, local_id)) WITHOUT ROWID, STRICT;
CREATE INDEX directory_search ON directory (type, search);

CREATE TABLE session (
  token_hash BLOB NOT NULL PRIMARY KEY, visit INTEGER NOT NULL, patient_key INTEGER NOT NULL,
  created_us INTEGER NOT NULL, seen_us INTEGER NOT NULL, before_us INTEGER,
  sid TEXT, id_token TEXT NOT NULL, level TEXT NOT NULL, device TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE INDEX session_person ON session (patient_key);
CREATE INDEX session_sid ON session (sid) WHERE sid IS NOT NULL;
-- When a person was last here, kept after the session has ended.
CREATE TABLE visit_last (patient_key INTEGER NOT NULL PRIMARY KEY, seen_us INTEGER NOT NULL) STRICT;

-- chain is SHA-256 over the chain of the row before and this row.
CREATE TABLE audit (
  seq INTEGER NOT NULL PRIMARY KEY, at_us INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor_key INTEGER NOT NULL,
  visit INTEGER NOT NULL, patient_key INTEGER NOT NULL, action INTEGER NOT NULL, purpose INTEGER NOT NULL,
  matter INTEGER NOT NULL, chain BLOB NOT NULL) STRICT;
CREATE INDEX audit_patient ON audit (patient_key, seq);

-- Content hashes of what has been taken in whole.
CREATE TABLE import_mark (mark BLOB NOT NULL PRIMARY KEY, at_us INTEGER NOT NULL) WITHOUT ROWID, STRICT;
