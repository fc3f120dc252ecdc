-- The open cases of an organisation, the most urgent first: what the Tasks themselves say, in the order of a worklist.
CREATE TABLE case_open (
  organization INTEGER NOT NULL, due_us INTEGER NOT NULL, patient_key INTEGER NOT NULL, local_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  PRIMARY KEY (organization, due_us, patient_key, local_id)) WITHOUT ROWID, STRICT;
CREATE INDEX case_open_record ON case_open (patient_key, local_id);
