-- The open cases of an organisation, the most urgent first: what the Tasks themselves say, in the order of a worklist.
CREATE TABLE case_open (
  organization bigint NOT NULL, due_us bigint NOT NULL, patient_key bigint NOT NULL, local_id bigint NOT NULL,
  kind smallint NOT NULL,
  PRIMARY KEY (organization, due_us, patient_key, local_id));
CREATE INDEX case_open_record ON case_open (patient_key, local_id);
