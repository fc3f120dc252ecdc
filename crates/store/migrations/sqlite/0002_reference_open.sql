-- References to what has not come yet: the place of the reference in its row, and the name by which its target will
-- come. Type 0 is any type. A row goes when the reference has become a link, or when its document is replaced.
CREATE TABLE reference_open (
  alias_hash BLOB NOT NULL, type INTEGER NOT NULL,
  patient_key INTEGER NOT NULL, owner_type INTEGER NOT NULL, local_id INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (alias_hash, type, patient_key, owner_type, local_id, place)) WITHOUT ROWID, STRICT;
CREATE INDEX reference_open_owner ON reference_open (patient_key, owner_type, local_id);
