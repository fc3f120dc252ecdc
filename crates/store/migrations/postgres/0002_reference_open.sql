-- References to what has not come yet: the place of the reference in its row, and the name by which its target will
-- come. Type 0 is any type. A row goes when the reference has become a link, or when its document is replaced. The key
-- begins as that of id_alias does, so that both can be distributed alike.
CREATE TABLE reference_open (
  alias_hash bytea NOT NULL, type smallint NOT NULL,
  patient_key bigint NOT NULL, owner_type smallint NOT NULL, local_id bigint NOT NULL, place int NOT NULL,
  PRIMARY KEY (alias_hash, type, patient_key, owner_type, local_id, place));
CREATE INDEX reference_open_owner ON reference_open (patient_key, owner_type, local_id);
